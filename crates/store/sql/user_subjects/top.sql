SELECT subject, kind, listens, played_ms, first_listened_at_ms, last_listened_at_ms
FROM user_subjects
WHERE user_id = $1 AND kind = $2
ORDER BY listens DESC, subject DESC
LIMIT $3 OFFSET $4
