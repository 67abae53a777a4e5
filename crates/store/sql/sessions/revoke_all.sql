-- All families of a user but one, which may be none.
UPDATE sessions
SET revoked_at_ms = $2
WHERE user_id = $1 AND revoked_at_ms IS NULL AND (family_id <> $3 OR $3 IS NULL)
