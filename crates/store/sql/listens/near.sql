SELECT l.id, l.match_input,
       EXISTS (SELECT 1 FROM listen_duplicates AS d WHERE d.listen_id = l.id) AS has_duplicates
FROM listens AS l
WHERE l.user_id = $1 AND l.listened_at_ms BETWEEN $2 AND $3
LIMIT $4
