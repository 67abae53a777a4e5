-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT user_id, listened_at_ms, id, match_input, recording_subject, release_subject, played_ms, is_manual, hidden_by
FROM listens
WHERE listens.id IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
