-- $1 is a JSON list of numbers.
SELECT id, year, country
FROM subjects
WHERE subjects.id IN (SELECT wanted.value FROM json_each($1) AS wanted)
