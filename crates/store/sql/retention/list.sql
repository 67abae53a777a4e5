SELECT data_class, keep_ms, updated_at_ms, last_run_at_ms, removed_rows
FROM retention
ORDER BY data_class
