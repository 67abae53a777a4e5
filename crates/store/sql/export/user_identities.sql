SELECT id, user_id, provider, subject, email, created_at_ms, last_used_at_ms
FROM user_identities
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
