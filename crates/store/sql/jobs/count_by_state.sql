SELECT state, count(*) AS rows
FROM jobs
GROUP BY state
ORDER BY state
