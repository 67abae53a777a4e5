UPDATE user_subjects
SET listens = listens - $3, played_ms = played_ms - $4
WHERE user_id = $1 AND subject = $2
RETURNING first_listened_at_ms, last_listened_at_ms, listens
