SELECT client, recording_msid, words, payload, started_at_ms, expires_at_ms
FROM now_playing
WHERE user_id = $1 AND expires_at_ms > $2
ORDER BY started_at_ms DESC, client
