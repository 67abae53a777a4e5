INSERT INTO stat_days (user_id, day)
VALUES ($1, $2)
ON CONFLICT (user_id, day) DO UPDATE SET is_stale = TRUE
WHERE NOT stat_days.is_stale
