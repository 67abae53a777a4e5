-- The ciphertext has no use any more.
UPDATE app_tokens
SET revoked_at_ms = $3, legacy_ciphertext = NULL, legacy_key_id = NULL
WHERE id = $1 AND user_id = $2 AND revoked_at_ms IS NULL
