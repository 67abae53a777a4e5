SELECT user_id, purpose, ciphertext, key_id, created_at_ms, updated_at_ms
FROM user_secrets
WHERE key_id <> $1 AND (user_id, purpose) > ($2, $3)
ORDER BY user_id, purpose
LIMIT $4
