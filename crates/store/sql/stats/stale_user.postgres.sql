-- PostgreSQL finds the index by itself.
SELECT user_id
FROM stat_days
WHERE is_stale AND user_id > $1
GROUP BY user_id
HAVING count(*) >= $2
ORDER BY user_id
LIMIT 1
