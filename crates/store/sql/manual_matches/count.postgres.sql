-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT m.recording_msid, m.recording_mbid, COUNT(*) AS people, MAX(m.created_at_ms) AS newest_ms
FROM manual_matches AS m
JOIN users AS u ON u.id = m.user_id
WHERE m.recording_msid IN (SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
    AND m.retired_at_ms IS NULL AND u.is_active
GROUP BY m.recording_msid, m.recording_mbid
