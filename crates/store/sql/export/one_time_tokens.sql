SELECT id, purpose, user_id, email, created_at_ms, expires_at_ms, used_at_ms
FROM one_time_tokens
WHERE (user_id = $1 OR created_by = $1) AND id > $2
ORDER BY id
LIMIT $3
