SELECT listened_at_ms
FROM listens
WHERE user_id = $1 AND listened_at_ms >= $2
ORDER BY listened_at_ms, id
LIMIT 1
