INSERT INTO stat_blocks (user_id, kind, grain, period, counts)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (user_id, kind, grain, period) DO UPDATE SET counts = excluded.counts
