UPDATE users
SET password_hash = $2, password_changed_at_ms = $3, updated_at_ms = $3
WHERE id = $1
