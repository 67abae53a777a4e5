INSERT INTO jobs (id, name, payload, priority, max_attempts, run_at_ms, unique_key, created_by,
                  created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (unique_key) WHERE state IN ('queued', 'running') DO NOTHING
