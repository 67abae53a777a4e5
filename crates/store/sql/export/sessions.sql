SELECT id, user_id, family_id, device, address, created_at_ms, signed_in_at_ms, last_used_at_ms,
       access_expires_at_ms, refresh_expires_at_ms, rotated_at_ms, revoked_at_ms
FROM sessions
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
