SELECT listened_at_ms, id, recording_subject, release_subject, played_ms
FROM listens
WHERE user_id = $1 AND (listened_at_ms, id) > ($2, $3) AND listened_at_ms < $4 AND hidden_by IS NULL
ORDER BY listened_at_ms, id
LIMIT $5
