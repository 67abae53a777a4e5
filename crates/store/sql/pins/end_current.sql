UPDATE pins
SET pinned_until_ms = $2
WHERE user_id = $1 AND pinned_until_ms > $2
