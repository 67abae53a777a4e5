SELECT id, name, payload, state, priority, attempts, max_attempts, run_at_ms, unique_key, progress,
       message, error, claimed_by, heartbeat_at_ms, cancel_requested, created_by, created_at_ms,
       started_at_ms, finished_at_ms
FROM jobs
WHERE id < $1
ORDER BY id DESC
LIMIT $2
