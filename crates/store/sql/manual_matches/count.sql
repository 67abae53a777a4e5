-- $1 is a JSON list of hexadecimal texts.
SELECT recording_msid, recording_mbid, COUNT(*) AS people, MAX(created_at_ms) AS newest_ms
FROM manual_matches
WHERE recording_msid IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted) AND retired_at_ms IS NULL
GROUP BY recording_msid, recording_mbid
