SELECT id, user_id, recording_msid, recording_mbid, score, source, created_at_ms
FROM feedback
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
