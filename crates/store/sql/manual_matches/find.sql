SELECT id, recording_msid, recording_mbid, created_at_ms
FROM manual_matches
WHERE user_id = $1 AND recording_msid = $2 AND retired_at_ms IS NULL
