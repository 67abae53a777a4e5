-- Only the address that was proven, should it have changed since.
UPDATE users
SET is_verified = TRUE, updated_at_ms = $3
WHERE id = $1 AND email_folded = $2
