SELECT id, row_number, user_id, recording_msid, recording_mbid, comment, created_at_ms, pinned_until_ms
FROM pins
WHERE user_id = $1 AND pinned_until_ms > $2
ORDER BY created_at_ms DESC, id DESC
LIMIT 1
