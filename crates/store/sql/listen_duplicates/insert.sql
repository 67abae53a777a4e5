INSERT INTO listen_duplicates (raw_id, listen_id, rule, distance_ms)
VALUES ($1, $2, $3, $4)
