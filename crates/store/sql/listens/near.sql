SELECT match_input
FROM listens
WHERE user_id = $1 AND listened_at_ms BETWEEN $2 AND $3
LIMIT $4
