-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT key, id
FROM subjects
WHERE key IN (SELECT decode(wanted.value, 'hex') FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
