UPDATE listens
SET match_input = $4, recording_subject = $5, release_subject = $6, played_ms = $7, is_manual = $8, hidden_by = $9
WHERE user_id = $1 AND listened_at_ms = $2 AND id = $3
