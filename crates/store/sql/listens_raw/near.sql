SELECT r.id, r.source, r.client, r.app_token_id, r.listened_at_ms, r.time_meaning, r.played_ms,
       r.match_input, i.artist_key, i.recording_key, i.length_ms, i.recording_mbid, d.listen_id, d.rule, d.distance_ms
FROM listens_raw AS r
JOIN match_inputs AS i ON i.id = r.match_input
LEFT JOIN listen_duplicates AS d ON d.raw_id = r.id
WHERE r.user_id = $1 AND r.listened_at_ms BETWEEN $2 AND $3
ORDER BY r.listened_at_ms
LIMIT $4
