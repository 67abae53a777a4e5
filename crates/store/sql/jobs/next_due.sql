SELECT min(run_at_ms) AS run_at_ms
FROM jobs
WHERE state = 'queued'
