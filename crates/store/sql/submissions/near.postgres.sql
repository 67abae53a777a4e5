-- EXISTS among the columns may be answered by a hash of the whole table there.
-- SQLite has json_each and unhex, PostgreSQL has functions of its own; there the limit is that of each span.
-- $1 is a JSON list of lists: a person as hexadecimal text, the first and the last instant.
SELECT l.user_id, l.id, l.match_input,
       (SELECT d.listen_id FROM listen_duplicates AS d WHERE d.listen_id = l.id LIMIT 1) IS NOT NULL AS has_duplicates
FROM jsonb_array_elements(CAST(CAST($1 AS text) AS jsonb)) AS span (value)
CROSS JOIN LATERAL (
    SELECT a.user_id, a.id, a.match_input
    FROM listens AS a
    WHERE a.user_id = CAST(span.value ->> 0 AS uuid)
          AND a.listened_at_ms BETWEEN CAST(span.value ->> 1 AS bigint) AND CAST(span.value ->> 2 AS bigint)
    LIMIT $2
) AS l
