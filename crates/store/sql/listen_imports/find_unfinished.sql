SELECT id, user_id, job_id, format, file_name, file_hash, position, read_count, new_count, repeated_count, skipped_count, report, created_at_ms, finished_at_ms
FROM listen_imports
WHERE user_id = $1 AND file_hash = $2 AND format = $3 AND finished_at_ms IS NULL
ORDER BY created_at_ms DESC
LIMIT 1
