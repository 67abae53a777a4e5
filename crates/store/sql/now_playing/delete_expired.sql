DELETE FROM now_playing
WHERE expires_at_ms <= $1
