DELETE FROM app_tokens
WHERE id IN (SELECT id FROM app_tokens WHERE revoked_at_ms < $1 OR expires_at_ms < $1 LIMIT $2)
