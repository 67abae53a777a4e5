INSERT INTO listens_raw (id, user_id, source, source_track_id, item_key, listened_at_ms, time_meaning,
    match_input, played_ms, client, app_token_id, import_id, relayed_from, payload)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (user_id, listened_at_ms, source, item_key) DO NOTHING
