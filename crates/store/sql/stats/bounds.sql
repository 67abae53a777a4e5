SELECT (SELECT min(day) FROM stat_days WHERE user_id = $1) AS first_day,
       (SELECT max(day) FROM stat_days WHERE user_id = $1) AS last_day
