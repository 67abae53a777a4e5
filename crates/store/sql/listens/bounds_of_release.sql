SELECT min(l.listened_at_ms) AS first_at_ms, max(l.listened_at_ms) AS last_at_ms
FROM match_inputs AS i
JOIN listens AS l ON l.match_input = i.id AND l.user_id = $2
WHERE i.release_subject = $1 AND l.hidden_by IS NULL
