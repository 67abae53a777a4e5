-- SQLite has json_each and hints, PostgreSQL has functions of its own.
-- $1 is a JSON list of numbers.
SELECT s.version, i.id
FROM match_state AS s
LEFT JOIN match_inputs AS i
    ON i.status = 'pending' AND i.id IN (SELECT CAST(wanted.value AS bigint) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
WHERE s.id = 1
