SELECT user_id, listened_at_ms, id, match_input, recording_subject, release_subject, played_ms, is_manual, hidden_by
FROM listens
WHERE match_input = $1 AND (user_id, listened_at_ms, id) > ($2, $3, $4)
ORDER BY user_id, listened_at_ms, id
LIMIT $5
