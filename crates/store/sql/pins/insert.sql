INSERT INTO pins (id, row_number, user_id, recording_msid, recording_mbid, comment, created_at_ms, pinned_until_ms)
VALUES ($1, (SELECT COALESCE(max(row_number), 0) + 1 FROM pins), $2, $3, $4, $5, $6, $7)
RETURNING row_number
