-- $1 is a JSON list of lists: a person as hexadecimal text, the first and the last instant.
SELECT l.user_id, l.id, l.match_input,
       EXISTS (SELECT 1 FROM listen_duplicates AS d WHERE d.listen_id = l.id) AS has_duplicates
FROM json_each($1) AS span
CROSS JOIN listens AS l
WHERE l.user_id = unhex(span.value ->> 0) AND l.listened_at_ms BETWEEN span.value ->> 1 AND span.value ->> 2
LIMIT $2
