-- Of several processes that see the time come, one changes the row.
UPDATE schedules
SET next_run_at_ms = $3, last_run_at_ms = $4, last_job_id = $5
WHERE name = $1 AND next_run_at_ms = $2
