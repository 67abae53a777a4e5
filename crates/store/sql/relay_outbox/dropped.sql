SELECT o.listen_id, o.listened_at_ms, o.last_error, o.finished_at_ms
FROM relay_outbox AS o
WHERE o.target_id = $1 AND o.state = 'dropped'
ORDER BY o.listened_at_ms DESC, o.listen_id DESC
LIMIT $2
