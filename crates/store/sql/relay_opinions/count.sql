SELECT count(*) AS entries
FROM relay_opinions
WHERE target_id = $1
