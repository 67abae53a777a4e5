SELECT u.id
FROM users AS u
WHERE u.id > $1 AND EXISTS (SELECT 1 FROM listens AS l WHERE l.user_id = u.id)
ORDER BY u.id
LIMIT $2
