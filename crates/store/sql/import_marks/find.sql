SELECT latest_listened_at_ms, status, error, updated_at_ms
FROM import_marks
WHERE user_id = $1 AND service = $2
