-- Those with something to send, that may be asked now. There are few targets.
SELECT id, user_id, protocol, base_url, account_name, is_enabled, is_now_playing_enabled, begins_at_ms, state, failures, retry_at_ms, sent_count, last_success_at_ms, last_error, created_at_ms
FROM relay_targets
WHERE id > $2 AND is_enabled AND state <> 'needs_login' AND (retry_at_ms IS NULL OR retry_at_ms <= $1)
  AND (EXISTS (SELECT 1 FROM relay_outbox AS o WHERE o.target_id = relay_targets.id AND o.state = 'waiting')
       OR EXISTS (SELECT 1 FROM relay_opinions AS p WHERE p.target_id = relay_targets.id))
ORDER BY id
LIMIT $3
