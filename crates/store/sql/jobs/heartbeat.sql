UPDATE jobs
SET heartbeat_at_ms = $3, progress = $4, message = $5
WHERE id = $1 AND claimed_by = $2 AND state = 'running'
RETURNING cancel_requested
