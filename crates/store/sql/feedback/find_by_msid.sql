SELECT id, user_id, recording_msid, recording_mbid, score, source, created_at_ms
FROM feedback
WHERE user_id = $1 AND recording_msid = $2
ORDER BY created_at_ms DESC, id DESC
LIMIT 1
