INSERT INTO listen_imports (id, user_id, job_id, format, file_name, file_hash, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
