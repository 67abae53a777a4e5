-- Unless the user has saved a new one in between.
UPDATE user_secrets
SET ciphertext = $4, key_id = $5
WHERE user_id = $1 AND purpose = $2 AND ciphertext = $3
