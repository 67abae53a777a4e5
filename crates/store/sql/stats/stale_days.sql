-- The key would do for the plan, but it holds all days.
SELECT day
FROM stat_days INDEXED BY stat_days_stale_idx
WHERE user_id = $1 AND is_stale
ORDER BY day
LIMIT $2
