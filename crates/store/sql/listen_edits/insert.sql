INSERT INTO listen_edits (id, user_id, raw_id, action, detail, batch_id, created_at_ms, undone_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)
