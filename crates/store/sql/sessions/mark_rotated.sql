-- Of two that use the same refresh token at once, one changes the row.
UPDATE sessions
SET rotated_at_ms = $2
WHERE id = $1 AND rotated_at_ms IS NULL AND revoked_at_ms IS NULL
