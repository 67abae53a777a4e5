DELETE FROM one_time_tokens
WHERE id IN (SELECT id FROM one_time_tokens WHERE expires_at_ms < $1 LIMIT $2)
