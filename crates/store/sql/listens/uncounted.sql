SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       l.hidden_by, COALESCE(r.played_ms, i.length_ms) AS observed_ms
FROM listens AS l
JOIN listens_raw AS r ON r.id = l.id
JOIN match_inputs AS i ON i.id = l.match_input
WHERE l.match_input = $1 AND (l.is_manual OR l.hidden_by IS NOT NULL) AND (l.user_id, l.listened_at_ms, l.id) > ($2, $3, $4)
ORDER BY l.user_id, l.listened_at_ms, l.id
LIMIT $5
