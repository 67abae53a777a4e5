UPDATE listen_imports
SET finished_at_ms = $2
WHERE id = $1 AND finished_at_ms IS NULL
