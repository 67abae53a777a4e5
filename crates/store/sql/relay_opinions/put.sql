-- What was said later about the same recording stands in the place of what waits.
INSERT INTO relay_opinions (target_id, recording_id, artist_name, recording_name, recording_mbid, score, queued_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (target_id, recording_id) DO UPDATE
SET artist_name = EXCLUDED.artist_name, recording_name = EXCLUDED.recording_name,
    recording_mbid = EXCLUDED.recording_mbid, score = EXCLUDED.score, queued_at_ms = EXCLUDED.queued_at_ms
