-- Where somebody else was is not the user's.
SELECT id, at_ms, actor_id, subject_id, action, CASE WHEN actor_id <> $1 THEN NULL ELSE address END AS address, detail
FROM audit_events
WHERE (actor_id = $1 OR subject_id = $1) AND id > $2
ORDER BY id
LIMIT $3
