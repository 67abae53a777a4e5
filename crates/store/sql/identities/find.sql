SELECT id, user_id, provider, subject, email, created_at_ms, last_used_at_ms
FROM user_identities
WHERE provider = $1 AND subject = $2
