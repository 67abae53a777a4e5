INSERT INTO subject_links (subject, kind, position, target, credited_name, join_phrase, weight)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (subject, kind, position) DO NOTHING
