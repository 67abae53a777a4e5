SELECT u.id AS id, u.username AS username, u.username_folded AS username_folded, u.email AS email,
       u.email_folded AS email_folded, u.password_hash AS password_hash, u.role AS role,
       u.is_active AS is_active, u.is_verified AS is_verified, u.display_name AS display_name,
       u.bio AS bio, u.avatar_url AS avatar_url, u.time_zone AS time_zone,
       u.created_at_ms AS created_at_ms, u.updated_at_ms AS updated_at_ms,
       u.last_login_at_ms AS last_login_at_ms, u.password_changed_at_ms AS password_changed_at_ms,
       u.deleted_at_ms AS deleted_at_ms
FROM users AS u
JOIN user_settings AS s ON s.user_id = u.id
WHERE u.id > $1 AND s.listens_visibility = 'public' AND u.is_active = TRUE AND u.deleted_at_ms IS NULL
ORDER BY u.id
LIMIT $2
