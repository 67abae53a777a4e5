INSERT INTO audit_events (id, at_ms, actor_id, subject_id, action, address, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7)
