SELECT name, cron, next_run_at_ms, last_run_at_ms, last_job_id
FROM schedules
ORDER BY name
