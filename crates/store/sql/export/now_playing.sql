-- A user has few of them: they fit on one page, and no page follows.
SELECT user_id, client, payload, started_at_ms, expires_at_ms
FROM now_playing
WHERE user_id = $1 AND user_id > $2
ORDER BY client
LIMIT $3
