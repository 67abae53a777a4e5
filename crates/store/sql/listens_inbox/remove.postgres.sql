-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
DELETE FROM listens_inbox
WHERE id = ANY (ARRAY(SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value)))
