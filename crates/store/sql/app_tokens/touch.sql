UPDATE app_tokens
SET last_used_at_ms = $2, last_used_address = $3
WHERE id = $1 AND (last_used_at_ms IS NULL OR last_used_at_ms < $2)
