SELECT (SELECT min(period) FROM stat_blocks WHERE user_id = $1 AND kind = $2 AND grain = 'day') AS first_day,
       (SELECT max(period) FROM stat_blocks WHERE user_id = $1 AND kind = $2 AND grain = 'day') AS last_day
