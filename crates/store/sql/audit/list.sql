SELECT id, at_ms, actor_id, subject_id, action, address, detail
FROM audit_events
WHERE id < $1
ORDER BY id DESC
LIMIT $2
