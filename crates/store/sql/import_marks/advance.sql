INSERT INTO import_marks (user_id, service, latest_listened_at_ms, updated_at_ms)
VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, service) DO UPDATE SET
    latest_listened_at_ms = excluded.latest_listened_at_ms, updated_at_ms = excluded.updated_at_ms
WHERE import_marks.latest_listened_at_ms < excluded.latest_listened_at_ms
