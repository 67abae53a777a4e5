-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $2 is a JSON list of hexadecimal texts.
SELECT id, user_id, recording_msid, recording_mbid, score, source, created_at_ms
FROM feedback
WHERE user_id = $1 AND recording_msid IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($2 AS text) AS jsonb)) AS wanted (value))
