-- $4 is a JSON list of numbers.
SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       l.hidden_by, COALESCE(r.played_ms, i.length_ms) AS observed_ms
FROM listens AS l
JOIN listens_raw AS r ON r.id = l.id
JOIN match_inputs AS i ON i.id = l.match_input
WHERE l.user_id = $1 AND l.listened_at_ms >= $2 AND l.listened_at_ms < $3 AND NOT l.is_manual AND l.hidden_by IS NULL
      AND l.match_input IN (SELECT wanted.value FROM json_each($4) AS wanted)
ORDER BY l.listened_at_ms, l.id
