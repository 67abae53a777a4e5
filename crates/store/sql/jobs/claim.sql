UPDATE jobs
SET state = 'running', attempts = attempts + 1, claimed_by = $1, heartbeat_at_ms = $2,
    started_at_ms = $2, progress = 0, message = NULL
WHERE id = (
    SELECT id
    FROM jobs INDEXED BY jobs_queue_idx
    WHERE state = 'queued' AND run_at_ms <= $2
    ORDER BY priority DESC, run_at_ms, id
    LIMIT 1
)
RETURNING id, name, payload, state, priority, attempts, max_attempts, run_at_ms, unique_key, progress,
       message, error, claimed_by, heartbeat_at_ms, cancel_requested, created_by, created_at_ms,
       started_at_ms, finished_at_ms
