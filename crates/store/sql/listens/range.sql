SELECT user_id, listened_at_ms, id, match_input, recording_subject, release_subject, played_ms, is_manual, hidden_by
FROM listens
WHERE user_id = $1 AND listened_at_ms BETWEEN $2 AND $3
ORDER BY listened_at_ms, id
LIMIT $4
