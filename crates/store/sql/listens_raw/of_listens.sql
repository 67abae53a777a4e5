-- $1 is a JSON list of hexadecimal texts.
SELECT r.id, r.source, r.client, r.app_token_id, r.listened_at_ms, r.time_meaning, r.played_ms,
       r.match_input, i.artist_key, i.recording_key, i.length_ms, i.recording_mbid, NULL AS listen_id, NULL AS rule, NULL AS distance_ms
FROM listens_raw AS r
JOIN match_inputs AS i ON i.id = r.match_input
WHERE r.id IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted)
UNION ALL
SELECT r.id, r.source, r.client, r.app_token_id, r.listened_at_ms, r.time_meaning, r.played_ms,
       r.match_input, i.artist_key, i.recording_key, i.length_ms, i.recording_mbid, d.listen_id, d.rule, d.distance_ms
FROM listen_duplicates AS d
JOIN listens_raw AS r ON r.id = d.raw_id
JOIN match_inputs AS i ON i.id = r.match_input
WHERE d.listen_id IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted)
