SELECT d.listen_id
FROM listen_duplicates AS d
JOIN listens_raw AS r ON r.id = d.raw_id
WHERE d.raw_id = $1 AND r.user_id = $2
