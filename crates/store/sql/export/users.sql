SELECT id, username, email, (password_hash IS NOT NULL) AS is_password_set, role, is_active, is_verified, display_name,
       bio, avatar_url, time_zone, created_at_ms, updated_at_ms, last_login_at_ms, password_changed_at_ms,
       deleted_at_ms
FROM users
WHERE id = $1 AND id > $2
ORDER BY id
LIMIT $3
