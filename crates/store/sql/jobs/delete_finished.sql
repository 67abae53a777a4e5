DELETE FROM jobs
WHERE id IN (SELECT id FROM jobs WHERE finished_at_ms < $1 LIMIT $2)
