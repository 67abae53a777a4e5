SELECT id, user_id, name, client, scopes, token_hash, legacy_ciphertext, legacy_key_id, created_at_ms,
       expires_at_ms, last_used_at_ms, last_used_address, revoked_at_ms
FROM app_tokens
WHERE legacy_key_id IS NOT NULL AND legacy_key_id <> $1 AND id > $2
ORDER BY id
LIMIT $3
