UPDATE jobs
SET state = 'queued', run_at_ms = $3, error = $4, claimed_by = NULL, heartbeat_at_ms = NULL
WHERE id = $1 AND claimed_by = $2 AND state = 'running'
