DELETE FROM relay_outbox
WHERE (target_id, state, listened_at_ms, listen_id) IN (
    SELECT target_id, state, listened_at_ms, listen_id
    FROM relay_outbox
    WHERE finished_at_ms < $1
    LIMIT $2
)
