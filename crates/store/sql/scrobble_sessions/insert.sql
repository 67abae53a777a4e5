INSERT INTO scrobble_sessions (id, user_id, app_token_id, protocol, key_hash, client, created_at_ms,
                               last_used_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
