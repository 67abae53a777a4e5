DELETE FROM scrobble_sessions
WHERE id IN (SELECT id FROM scrobble_sessions WHERE expires_at_ms < $1 LIMIT $2)
