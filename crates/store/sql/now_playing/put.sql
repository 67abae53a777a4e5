INSERT INTO now_playing (user_id, client, recording_msid, words, payload, started_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (user_id, client) DO UPDATE SET
    recording_msid = excluded.recording_msid, words = excluded.words, payload = excluded.payload,
    started_at_ms = excluded.started_at_ms, expires_at_ms = excluded.expires_at_ms
WHERE now_playing.recording_msid <> excluded.recording_msid OR now_playing.expires_at_ms <= excluded.started_at_ms
