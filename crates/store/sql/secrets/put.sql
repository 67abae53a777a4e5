INSERT INTO user_secrets (user_id, purpose, ciphertext, key_id, created_at_ms, updated_at_ms)
VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (user_id, purpose) DO UPDATE
SET ciphertext = excluded.ciphertext, key_id = excluded.key_id, updated_at_ms = excluded.updated_at_ms
