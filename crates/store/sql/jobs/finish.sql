UPDATE jobs
SET state = $3, finished_at_ms = $4, error = $5, claimed_by = NULL, heartbeat_at_ms = NULL,
    progress = CASE WHEN $3 = 'completed' THEN 100 ELSE progress END
WHERE id = $1 AND claimed_by = $2 AND state = 'running'
