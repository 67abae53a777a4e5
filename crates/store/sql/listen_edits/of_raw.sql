SELECT id, user_id, raw_id, action, detail, batch_id, created_at_ms, undone_at_ms
FROM listen_edits
WHERE raw_id = $1 AND undone_at_ms IS NULL
ORDER BY id
