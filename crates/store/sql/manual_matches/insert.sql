INSERT INTO manual_matches (id, user_id, recording_msid, recording_mbid, created_at_ms)
VALUES ($1, $2, $3, $4, $5)
