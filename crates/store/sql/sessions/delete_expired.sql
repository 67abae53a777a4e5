-- A used row is kept as long as its refresh token could come back.
DELETE FROM sessions
WHERE id IN (SELECT id FROM sessions WHERE refresh_expires_at_ms < $1 LIMIT $2)
