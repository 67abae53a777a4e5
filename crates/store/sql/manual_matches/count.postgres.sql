-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT recording_msid, recording_mbid, COUNT(*) AS people, MAX(created_at_ms) AS newest_ms
FROM manual_matches
WHERE recording_msid IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
    AND retired_at_ms IS NULL
GROUP BY recording_msid, recording_mbid
