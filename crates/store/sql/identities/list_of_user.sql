SELECT id, user_id, provider, subject, email, created_at_ms, last_used_at_ms
FROM user_identities
WHERE user_id = $1
ORDER BY id
