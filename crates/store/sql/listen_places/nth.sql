-- Walks the key alone, so that what is skipped costs little.
SELECT listened_at_ms, id
FROM listens
WHERE user_id = $1 AND listened_at_ms < $2 AND listened_at_ms > $3 AND hidden_by IS NULL
ORDER BY listened_at_ms DESC, id DESC
LIMIT 1 OFFSET $4
