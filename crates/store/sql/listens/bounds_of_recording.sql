-- Words lead to a recording, unless the person chose another.
SELECT min(listened_at_ms) AS first_at_ms, max(listened_at_ms) AS last_at_ms
FROM (
    SELECT l.listened_at_ms
    FROM match_inputs AS i
    JOIN listens AS l ON l.match_input = i.id AND l.user_id = $2
    WHERE i.recording_subject = $1 AND NOT l.is_manual AND l.hidden_by IS NULL
    UNION ALL
    SELECT l.listened_at_ms
    FROM listens AS l
    WHERE l.recording_subject = $1 AND l.user_id = $2 AND l.is_manual AND l.hidden_by IS NULL
) AS found
