-- Plays that were deleted or blocked since, or that were joined with others.
DELETE FROM relay_outbox
WHERE target_id = $1 AND state = 'waiting'
  AND NOT EXISTS (SELECT 1 FROM listens AS l WHERE l.id = relay_outbox.listen_id AND l.hidden_by IS NULL)
