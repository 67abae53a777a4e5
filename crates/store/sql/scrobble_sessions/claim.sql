-- Of two that fetch the same key at once, one gets it.
UPDATE scrobble_sessions
SET last_used_at_ms = $2, expires_at_ms = NULL
WHERE id = $1 AND last_used_at_ms = 0
