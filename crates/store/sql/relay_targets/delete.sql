DELETE FROM relay_targets
WHERE id = $1 AND user_id = $2
