INSERT INTO retention (data_class, keep_ms, updated_at_ms)
VALUES ($1, $2, $3)
ON CONFLICT (data_class) DO UPDATE
SET keep_ms = excluded.keep_ms, updated_at_ms = excluded.updated_at_ms
