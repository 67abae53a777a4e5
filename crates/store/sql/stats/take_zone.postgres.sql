-- One at a time counts for a person; SQLite has one writer anyway.
SELECT time_zone, rules_version
FROM stat_zones
WHERE user_id = $1
FOR UPDATE
