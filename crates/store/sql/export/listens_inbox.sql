SELECT a.id, a.user_id, a.submission
FROM listens_inbox AS a
WHERE a.user_id = $1 AND a.id > $2
ORDER BY a.id
LIMIT $3
