SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       r.source, r.client, r.payload
FROM listens AS l
JOIN listens_raw AS r ON r.id = l.id
WHERE l.user_id = $1 AND l.listened_at_ms > $2 AND l.hidden_by IS NULL
ORDER BY l.listened_at_ms, l.id
LIMIT $3
