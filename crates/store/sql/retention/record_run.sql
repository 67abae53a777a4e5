UPDATE retention
SET last_run_at_ms = $2, removed_rows = $3
WHERE data_class = $1
