DELETE FROM listen_rules
WHERE id = $1 AND user_id = $2
