SELECT id, user_id, name, client, scopes, created_at_ms, expires_at_ms, last_used_at_ms,
       last_used_address, revoked_at_ms
FROM app_tokens
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
