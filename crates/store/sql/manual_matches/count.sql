-- $1 is a JSON list of hexadecimal texts.
SELECT m.recording_msid, m.recording_mbid, COUNT(*) AS people, MAX(m.created_at_ms) AS newest_ms
FROM manual_matches AS m
JOIN users AS u ON u.id = m.user_id
WHERE m.recording_msid IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted) AND m.retired_at_ms IS NULL AND u.is_active
GROUP BY m.recording_msid, m.recording_mbid
