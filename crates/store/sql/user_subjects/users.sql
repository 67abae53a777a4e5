SELECT user_id
FROM user_subjects
WHERE user_id > $1 AND subject = 0
ORDER BY user_id
LIMIT $2
