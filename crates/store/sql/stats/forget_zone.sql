DELETE FROM stat_zones
WHERE user_id = $1
