SELECT time_zone, rules_version
FROM stat_zones
WHERE user_id = $1
