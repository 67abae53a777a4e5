SELECT id, user_id, recording_msid, recording_mbid, created_at_ms, retired_at_ms
FROM manual_matches
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
