SELECT count(*) AS subjects
FROM user_subjects
WHERE user_id = $1 AND kind = $2
