-- $1 is a JSON list of hexadecimal texts.
SELECT key, id
FROM subjects
WHERE key IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted)
