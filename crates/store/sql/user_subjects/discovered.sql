SELECT subject, kind, listens, played_ms, first_listened_at_ms, last_listened_at_ms
FROM user_subjects
WHERE user_id = $1 AND kind = $2 AND first_listened_at_ms BETWEEN $3 AND $4
ORDER BY first_listened_at_ms DESC, subject DESC
LIMIT $5 OFFSET $6
