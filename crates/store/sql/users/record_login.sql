UPDATE users
SET last_login_at_ms = $2
WHERE id = $1
