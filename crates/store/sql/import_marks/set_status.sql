INSERT INTO import_marks (user_id, service, latest_listened_at_ms, status, error, updated_at_ms)
VALUES ($1, $2, 0, $3, $4, $5)
ON CONFLICT (user_id, service) DO UPDATE SET
    status = excluded.status, error = excluded.error, updated_at_ms = excluded.updated_at_ms
