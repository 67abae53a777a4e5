SELECT count(*) AS subjects
FROM user_subjects
WHERE user_id = $1 AND kind = $2 AND first_listened_at_ms BETWEEN $3 AND $4
