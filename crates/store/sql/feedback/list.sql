SELECT id, user_id, recording_msid, recording_mbid, score, source, created_at_ms
FROM feedback
WHERE user_id = $1 AND (CAST($2 AS bigint) = 0 OR score = $2)
ORDER BY created_at_ms DESC, id DESC
LIMIT $3 OFFSET $4
