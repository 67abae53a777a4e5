DELETE FROM relay_outbox
WHERE target_id = $1 AND state = 'waiting' AND listened_at_ms = $2 AND listen_id = $3
