SELECT min(listened_at_ms) AS first_at_ms, max(listened_at_ms) AS last_at_ms
FROM (
    SELECT l.listened_at_ms
    FROM subject_links AS k
    JOIN match_inputs AS i ON i.recording_subject = k.subject
    JOIN listens AS l ON l.match_input = i.id AND l.user_id = $2
    WHERE k.target = $1 AND k.kind = 'artist' AND NOT l.is_manual AND l.hidden_by IS NULL
    UNION ALL
    SELECT l.listened_at_ms
    FROM subject_links AS k
    JOIN listens AS l ON l.recording_subject = k.subject AND l.user_id = $2
    WHERE k.target = $1 AND k.kind = 'artist' AND l.is_manual AND l.hidden_by IS NULL
) AS found
