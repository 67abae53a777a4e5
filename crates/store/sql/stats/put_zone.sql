INSERT INTO stat_zones (user_id, time_zone, rules_version)
VALUES ($1, $2, $3)
ON CONFLICT (user_id) DO UPDATE SET time_zone = excluded.time_zone, rules_version = excluded.rules_version
