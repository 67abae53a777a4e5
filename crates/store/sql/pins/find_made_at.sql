SELECT id
FROM pins
WHERE user_id = $1 AND created_at_ms = $2
