-- A time that was computed from the same text stays.
INSERT INTO schedules (name, cron, next_run_at_ms)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE
SET cron = excluded.cron, next_run_at_ms = excluded.next_run_at_ms
WHERE schedules.cron <> excluded.cron
