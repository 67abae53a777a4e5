SELECT subject, kind, listens, played_ms, first_listened_at_ms, last_listened_at_ms
FROM user_subjects
WHERE user_id = $1 AND subject = $2
