SELECT r.id, COALESCE(d.listen_id, r.id) AS listen_id
FROM listens_raw AS r
LEFT JOIN listen_duplicates AS d ON d.raw_id = r.id
WHERE r.user_id = $1 AND r.listened_at_ms = $2 AND r.source = $3 AND r.item_key = $4
