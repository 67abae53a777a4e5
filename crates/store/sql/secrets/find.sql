SELECT user_id, purpose, ciphertext, key_id, created_at_ms, updated_at_ms
FROM user_secrets
WHERE user_id = $1 AND purpose = $2
