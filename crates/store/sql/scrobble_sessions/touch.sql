UPDATE scrobble_sessions
SET last_used_at_ms = $2, expires_at_ms = expires_at_ms + ($2 - last_used_at_ms)
WHERE id = $1 AND last_used_at_ms < $2
