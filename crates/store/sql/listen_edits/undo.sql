UPDATE listen_edits
SET undone_at_ms = $3
WHERE id = $1 AND user_id = $2 AND undone_at_ms IS NULL
