-- A user has few of them: they fit on one page, and no page follows.
SELECT user_id, purpose, created_at_ms, updated_at_ms
FROM user_secrets
WHERE user_id = $1 AND user_id > $2
ORDER BY purpose
LIMIT $3
