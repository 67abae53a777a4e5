SELECT count(*) AS entries
FROM feedback
WHERE user_id = $1 AND (CAST($2 AS bigint) = 0 OR score = $2)
