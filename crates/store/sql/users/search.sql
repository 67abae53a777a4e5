SELECT id, username, username_folded, email, email_folded, password_hash, role, is_active, is_verified,
       display_name, bio, avatar_url, time_zone, created_at_ms, updated_at_ms, last_login_at_ms,
       password_changed_at_ms, deleted_at_ms
FROM users
WHERE username_folded >= $1
ORDER BY username_folded
LIMIT $2
