-- All that the check of an access token needs; no row when session or user may not act.
SELECT held.id, held.user_id, held.family_id, held.last_used_at_ms, held.access_expires_at_ms, users.role
FROM sessions AS held
JOIN users ON users.id = held.user_id
WHERE held.access_hash = $1 AND held.revoked_at_ms IS NULL
  AND users.is_active AND users.deleted_at_ms IS NULL
