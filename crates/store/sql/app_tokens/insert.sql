INSERT INTO app_tokens (id, user_id, name, client, scopes, token_hash, legacy_ciphertext,
                        legacy_key_id, created_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
