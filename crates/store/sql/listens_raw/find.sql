SELECT id, user_id, source, source_track_id, item_key, listened_at_ms, time_meaning, match_input,
       played_ms, client, app_token_id, import_id, relayed_from, payload
FROM listens_raw
WHERE id = $1
