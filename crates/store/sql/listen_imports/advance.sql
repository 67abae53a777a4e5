UPDATE listen_imports
SET position = $2, read_count = $3, new_count = $4, repeated_count = $5, skipped_count = $6, report = $7
WHERE id = $1
