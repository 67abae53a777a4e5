DELETE FROM user_subjects
WHERE user_id = $1 AND subject = $2
