SELECT id, purpose, token_hash, user_id, email, created_by, detail, created_at_ms, expires_at_ms, used_at_ms
FROM one_time_tokens
WHERE purpose = $1 AND used_at_ms IS NULL AND expires_at_ms > $2
ORDER BY id
LIMIT $3
