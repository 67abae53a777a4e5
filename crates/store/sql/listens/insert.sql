INSERT INTO listens (user_id, listened_at_ms, id, match_input, recording_subject, release_subject, played_ms, is_manual, hidden_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
