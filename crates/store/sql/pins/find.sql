SELECT id, row_number, user_id, recording_msid, recording_mbid, comment, created_at_ms, pinned_until_ms
FROM pins
WHERE row_number = $1
