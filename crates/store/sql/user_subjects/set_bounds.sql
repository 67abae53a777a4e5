UPDATE user_subjects
SET first_listened_at_ms = $3, last_listened_at_ms = $4
WHERE user_id = $1 AND subject = $2
