UPDATE listen_rules
SET is_enabled = $3, updated_at_ms = $4
WHERE id = $1 AND user_id = $2
