-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT r.id, r.source, r.client, r.app_token_id, r.listened_at_ms, r.time_meaning, r.played_ms,
       r.match_input, i.artist_key, i.recording_key, i.length_ms, i.recording_mbid, CAST(NULL AS uuid) AS listen_id, CAST(NULL AS text) AS rule, CAST(NULL AS bigint) AS distance_ms
FROM listens_raw AS r
JOIN match_inputs AS i ON i.id = r.match_input
WHERE r.id IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
UNION ALL
SELECT r.id, r.source, r.client, r.app_token_id, r.listened_at_ms, r.time_meaning, r.played_ms,
       r.match_input, i.artist_key, i.recording_key, i.length_ms, i.recording_mbid, d.listen_id, d.rule, d.distance_ms
FROM listen_duplicates AS d
JOIN listens_raw AS r ON r.id = d.raw_id
JOIN match_inputs AS i ON i.id = r.match_input
WHERE d.listen_id IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
