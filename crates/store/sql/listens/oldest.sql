SELECT listened_at_ms
FROM listens
WHERE user_id = $1 AND hidden_by IS NULL
ORDER BY listened_at_ms, id
LIMIT 1
