UPDATE users
SET deleted_at_ms = $2, updated_at_ms = $3
WHERE id = $1
