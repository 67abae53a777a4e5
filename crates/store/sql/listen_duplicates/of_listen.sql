SELECT d.raw_id, d.rule, d.distance_ms, r.source, r.client, r.listened_at_ms, r.payload
FROM listen_duplicates AS d
JOIN listens_raw AS r ON r.id = d.raw_id
WHERE d.listen_id = $1
ORDER BY d.raw_id
