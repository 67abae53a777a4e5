-- A user has few of them: they fit on one page, and no page follows.
SELECT user_id, service, latest_listened_at_ms, status, error, updated_at_ms
FROM import_marks
WHERE user_id = $1 AND user_id > $2
ORDER BY service
LIMIT $3
