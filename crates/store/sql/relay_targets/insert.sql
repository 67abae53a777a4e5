INSERT INTO relay_targets (id, user_id, protocol, base_url, account_name, is_enabled, is_now_playing_enabled, begins_at_ms, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (user_id, protocol, base_url, account_name) DO NOTHING
