SELECT id, user_id, app_token_id, protocol, client, created_at_ms, last_used_at_ms, expires_at_ms
FROM scrobble_sessions
WHERE user_id = $1 AND id > $2
ORDER BY id
LIMIT $3
