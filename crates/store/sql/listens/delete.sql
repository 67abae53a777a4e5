DELETE FROM listens
WHERE user_id = $1 AND listened_at_ms = $2 AND id = $3
