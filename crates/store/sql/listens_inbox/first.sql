SELECT a.id, a.user_id, a.submission
FROM listens_inbox AS a
WHERE a.id > $1
ORDER BY a.id
LIMIT $2
