UPDATE relay_outbox
SET state = 'dropped', last_error = $4, finished_at_ms = $5
WHERE target_id = $1 AND state = 'waiting' AND listened_at_ms = $2 AND listen_id = $3
