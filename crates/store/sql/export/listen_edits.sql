SELECT id, user_id, raw_id, action, detail, batch_id, created_at_ms, undone_at_ms
FROM listen_edits
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
