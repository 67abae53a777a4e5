UPDATE user_identities
SET last_used_at_ms = $2, email = $3
WHERE id = $1
