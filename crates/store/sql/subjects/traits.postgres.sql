-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of numbers.
SELECT id, year, country
FROM subjects
WHERE subjects.id IN (SELECT CAST(wanted.value AS bigint) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
