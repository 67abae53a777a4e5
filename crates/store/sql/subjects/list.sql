-- $1 is a JSON list of numbers.
SELECT id, kind, mbid, name, artist_credit_name, length_ms, year, country, catalogue_generation
FROM subjects
WHERE subjects.id IN (SELECT wanted.value FROM json_each($1) AS wanted)
