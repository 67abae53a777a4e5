INSERT INTO feedback (id, user_id, recording_msid, recording_mbid, score, source, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
