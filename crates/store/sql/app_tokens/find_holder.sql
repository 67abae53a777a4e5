-- All that the check of a token needs; no row when token or user may not act.
SELECT held.id, held.user_id, held.scopes, held.last_used_at_ms, held.expires_at_ms, users.role
FROM app_tokens AS held
JOIN users ON users.id = held.user_id
WHERE held.token_hash = $1 AND held.revoked_at_ms IS NULL
  AND users.is_active AND users.deleted_at_ms IS NULL
