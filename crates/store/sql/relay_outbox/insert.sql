INSERT INTO relay_outbox (target_id, state, listened_at_ms, listen_id)
VALUES ($1, 'waiting', $2, $3)
ON CONFLICT (target_id, state, listened_at_ms, listen_id) DO NOTHING
