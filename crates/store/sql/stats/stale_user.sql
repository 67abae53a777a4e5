-- The key would do for the plan, but it holds all days.
SELECT user_id
FROM stat_days INDEXED BY stat_days_stale_idx
WHERE is_stale AND user_id > $1
GROUP BY user_id
HAVING count(*) >= $2
ORDER BY user_id
LIMIT 1
