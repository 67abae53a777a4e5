INSERT INTO user_settings (user_id, updated_at_ms)
VALUES ($1, $2)
ON CONFLICT (user_id) DO NOTHING
