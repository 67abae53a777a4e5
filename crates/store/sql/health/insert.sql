INSERT INTO health_checks (id, component, status, message, data, checked_at_ms)
VALUES ($1, $2, $3, $4, $5, $6)
