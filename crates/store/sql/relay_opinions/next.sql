SELECT recording_id, artist_name, recording_name, recording_mbid, score, queued_at_ms
FROM relay_opinions
WHERE target_id = $1
ORDER BY queued_at_ms, recording_id
LIMIT $2
