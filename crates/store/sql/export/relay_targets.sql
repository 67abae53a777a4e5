SELECT id, user_id, protocol, base_url, account_name, is_enabled, is_now_playing_enabled, begins_at_ms, state, failures,
       retry_at_ms, sent_count, last_success_at_ms, last_error, created_at_ms
FROM relay_targets
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
