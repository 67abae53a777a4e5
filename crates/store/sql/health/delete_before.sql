DELETE FROM health_checks
WHERE id IN (SELECT id FROM health_checks WHERE checked_at_ms < $1 LIMIT $2)
