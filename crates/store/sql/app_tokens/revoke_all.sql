UPDATE app_tokens
SET revoked_at_ms = $2, legacy_ciphertext = NULL, legacy_key_id = NULL
WHERE user_id = $1 AND revoked_at_ms IS NULL
