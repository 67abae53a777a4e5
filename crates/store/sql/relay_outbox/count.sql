SELECT state, count(*) AS entries
FROM relay_outbox
WHERE target_id = $1
GROUP BY state
