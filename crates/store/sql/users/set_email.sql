UPDATE users
SET email = $2, email_folded = $3, is_verified = $4, updated_at_ms = $5
WHERE id = $1
