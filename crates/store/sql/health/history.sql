SELECT id, component, status, message, data, checked_at_ms
FROM health_checks
WHERE component = $1 AND checked_at_ms < $2
ORDER BY checked_at_ms DESC, id DESC
LIMIT $3
