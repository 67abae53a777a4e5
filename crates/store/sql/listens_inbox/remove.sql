-- $1 is a JSON list of hexadecimal texts.
DELETE FROM listens_inbox WHERE id IN (SELECT unhex(wanted.value) FROM json_each($1) AS wanted)
