SELECT id, purpose, token_hash, user_id, email, created_by, detail, created_at_ms, expires_at_ms, used_at_ms
FROM one_time_tokens
WHERE token_hash = $1 AND purpose = $2
