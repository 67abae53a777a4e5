-- What happened stays; who it was does not. The address of somebody else is not the user's.
UPDATE audit_events
SET address = CASE WHEN actor_id <> $1 THEN address END,
    detail = '{}',
    actor_id = nullif(actor_id, $1),
    subject_id = nullif(subject_id, $1)
WHERE actor_id = $1 OR subject_id = $1
