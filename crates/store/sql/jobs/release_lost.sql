-- Jobs of processes that have ended go back into the queue; one that keeps killing its process fails.
UPDATE jobs
SET state = CASE WHEN cancel_requested THEN 'cancelled'
                 WHEN attempts < max_attempts OR attempts < $3 THEN 'queued'
                 ELSE 'failed' END,
    finished_at_ms = CASE WHEN cancel_requested THEN CAST($2 AS bigint)
                          WHEN attempts < max_attempts OR attempts < $3 THEN NULL
                          ELSE CAST($2 AS bigint) END,
    error = 'the process that ran it ended',
    claimed_by = NULL,
    heartbeat_at_ms = NULL
WHERE state = 'running' AND heartbeat_at_ms < $1
