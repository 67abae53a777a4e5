UPDATE stat_days
SET listens = $3, played_ms = $4, hours = $5
WHERE user_id = $1 AND day = $2
