SELECT day, listens, played_ms, hours
FROM stat_days
WHERE user_id = $1 AND day BETWEEN $2 AND $3
ORDER BY day
