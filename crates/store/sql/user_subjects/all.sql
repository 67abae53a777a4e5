SELECT subject, kind, listens, played_ms, first_listened_at_ms, last_listened_at_ms
FROM user_subjects
WHERE user_id = $1 AND kind = $2 AND subject > $3
ORDER BY subject
LIMIT $4
