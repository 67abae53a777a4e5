SELECT count(*) AS entries
FROM pins
WHERE user_id = $1
