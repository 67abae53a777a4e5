-- Two walks along an index, each as far as the page reaches.
SELECT id, at_ms, actor_id, subject_id, action, address, detail
FROM audit_events
WHERE id IN (
    SELECT id FROM (
        SELECT id FROM audit_events WHERE subject_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
    ) AS suffered
    UNION
    SELECT id FROM (
        SELECT id FROM audit_events WHERE actor_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
    ) AS done
)
ORDER BY id DESC
LIMIT $3
