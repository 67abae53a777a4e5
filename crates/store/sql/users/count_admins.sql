SELECT count(*) AS rows
FROM users
WHERE role = 'admin' AND is_active = TRUE AND deleted_at_ms IS NULL
