SELECT count(*) AS listens
FROM listens
WHERE user_id = $1 AND listened_at_ms < $2 AND listened_at_ms > $3 AND hidden_by IS NULL
