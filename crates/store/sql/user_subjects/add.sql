INSERT INTO user_subjects (user_id, subject, kind, listens, played_ms, first_listened_at_ms, last_listened_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (user_id, subject) DO UPDATE SET
    listens = user_subjects.listens + excluded.listens,
    played_ms = user_subjects.played_ms + excluded.played_ms,
    first_listened_at_ms = CASE WHEN excluded.first_listened_at_ms < user_subjects.first_listened_at_ms
        THEN excluded.first_listened_at_ms ELSE user_subjects.first_listened_at_ms END,
    last_listened_at_ms = CASE WHEN excluded.last_listened_at_ms > user_subjects.last_listened_at_ms
        THEN excluded.last_listened_at_ms ELSE user_subjects.last_listened_at_ms END
