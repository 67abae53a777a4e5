-- PostgreSQL finds the index by itself.
SELECT day
FROM stat_days
WHERE user_id = $1 AND is_stale
ORDER BY day
LIMIT $2
