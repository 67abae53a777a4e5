UPDATE users
SET username = $2, username_folded = $3, updated_at_ms = $4
WHERE id = $1
