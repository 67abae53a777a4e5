DELETE FROM stat_days
WHERE user_id = $1
