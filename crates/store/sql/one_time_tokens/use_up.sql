-- Of two that use the same token at once, one gets the row.
UPDATE one_time_tokens
SET used_at_ms = $3
WHERE token_hash = $1 AND purpose = $2 AND used_at_ms IS NULL AND expires_at_ms > $3
RETURNING id, purpose, token_hash, user_id, email, created_by, detail, created_at_ms, expires_at_ms, used_at_ms
