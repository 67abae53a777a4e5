SELECT id, user_id, format, file_name, read_count, new_count, repeated_count, skipped_count, report, created_at_ms, finished_at_ms
FROM listen_imports
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
