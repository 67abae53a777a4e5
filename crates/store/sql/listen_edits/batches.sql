SELECT batch_id, min(action) AS action, count(*) AS listens, min(created_at_ms) AS created_at_ms,
       min(undone_at_ms) AS undone_at_ms
FROM listen_edits
WHERE user_id = $1
GROUP BY batch_id
ORDER BY batch_id DESC
LIMIT $2
