-- $2 is a JSON list of hexadecimal texts.
SELECT id, user_id, recording_msid, recording_mbid, score, source, created_at_ms
FROM feedback
WHERE user_id = $1 AND recording_msid IN (SELECT unhex(wanted.value) FROM json_each($2) AS wanted)
