UPDATE sessions
SET revoked_at_ms = $3
WHERE family_id = $1 AND user_id = $2 AND revoked_at_ms IS NULL
