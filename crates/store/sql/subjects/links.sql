-- $1 is a JSON list of numbers.
SELECT subject, kind, position, target, credited_name, join_phrase, weight
FROM subject_links
WHERE subject_links.subject IN (SELECT wanted.value FROM json_each($1) AS wanted)
ORDER BY subject, kind, position
