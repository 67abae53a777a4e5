SELECT CAST(COALESCE(SUM(listens), 0) AS bigint) AS listens
FROM stat_days
WHERE user_id = $1
