SELECT l.id
FROM listens AS l
JOIN match_inputs AS i ON i.id = l.match_input
JOIN listens_raw AS r ON r.id = l.id
JOIN match_inputs AS w ON w.id = r.match_input
WHERE l.user_id = $1 AND l.listened_at_ms BETWEEN $2 AND $3 AND (i.recording_msid = $4 OR w.recording_msid = $4)
      AND l.hidden_by IS NULL
LIMIT $5
