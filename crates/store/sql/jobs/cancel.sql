-- What waits ends at once; what runs is asked to end.
UPDATE jobs
SET cancel_requested = TRUE,
    state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
    finished_at_ms = CASE WHEN state = 'queued' THEN CAST($2 AS bigint) END
WHERE id = $1 AND state IN ('queued', 'running')
RETURNING id, name, payload, state, priority, attempts, max_attempts, run_at_ms, unique_key, progress,
       message, error, claimed_by, heartbeat_at_ms, cancel_requested, created_by, created_at_ms,
       started_at_ms, finished_at_ms
