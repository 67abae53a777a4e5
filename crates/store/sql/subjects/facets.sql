-- $1 is a JSON list of numbers.
SELECT subject, target
FROM subject_links
WHERE subject_links.subject IN (SELECT wanted.value FROM json_each($1) AS wanted) AND kind = $2
ORDER BY subject, position
