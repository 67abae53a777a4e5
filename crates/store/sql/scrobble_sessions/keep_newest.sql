-- A program that opens sessions without end keeps its last ones.
DELETE FROM scrobble_sessions
WHERE app_token_id = $1 AND protocol = $2 AND id NOT IN (
    SELECT id FROM scrobble_sessions WHERE app_token_id = $1 AND protocol = $2
    ORDER BY id DESC LIMIT $3)
