-- $1 is a JSON list of hexadecimal texts.
SELECT user_id, listened_at_ms, id, match_input, recording_subject, release_subject, played_ms, is_manual, hidden_by
FROM listens
WHERE listens.id IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted)
