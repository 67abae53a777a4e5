INSERT INTO settings (key, value, updated_at_ms, updated_by)
VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE
SET value = excluded.value, updated_at_ms = excluded.updated_at_ms, updated_by = excluded.updated_by
