SELECT id, user_id, raw_id, action, detail, batch_id, created_at_ms, undone_at_ms
FROM listen_edits
WHERE batch_id = $1 AND user_id = $2 AND undone_at_ms IS NULL AND id > $3
ORDER BY id
LIMIT $4
