SELECT id, user_id, position, action, condition, effect, is_enabled, created_at_ms, updated_at_ms
FROM listen_rules
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
