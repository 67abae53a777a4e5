SELECT id, user_id, recording_msid, recording_mbid, comment, created_at_ms, pinned_until_ms
FROM pins
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
