UPDATE stat_days
SET is_stale = FALSE
WHERE user_id = $1 AND day = $2 AND is_stale
