INSERT INTO listen_rules (id, user_id, position, action, condition, effect, created_at_ms, updated_at_ms)
VALUES ($1, $2, (SELECT COALESCE(max(position), 0) + 1 FROM listen_rules WHERE user_id = $2), $3, $4, $5, $6, $6)
