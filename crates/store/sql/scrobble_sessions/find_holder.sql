-- All that the check of a key needs; no row when session, token or user may not act.
SELECT held.id, held.user_id, held.app_token_id, token.scopes, held.last_used_at_ms, held.expires_at_ms,
       token.expires_at_ms AS token_expires_at_ms, users.role
FROM scrobble_sessions AS held
JOIN app_tokens AS token ON token.id = held.app_token_id
JOIN users ON users.id = held.user_id
WHERE held.key_hash = $1 AND token.revoked_at_ms IS NULL
  AND users.is_active AND users.deleted_at_ms IS NULL
