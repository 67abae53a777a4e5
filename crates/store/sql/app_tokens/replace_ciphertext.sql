UPDATE app_tokens
SET legacy_ciphertext = $3, legacy_key_id = $4
WHERE id = $1 AND legacy_key_id = $2
