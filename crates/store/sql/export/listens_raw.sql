-- In the order of the unique key; the row of $2 is where the page before ended.
SELECT r.id, r.user_id, r.source, r.source_track_id, r.listened_at_ms, r.time_meaning, r.played_ms, r.client,
       r.app_token_id, r.import_id, r.relayed_from, r.payload
FROM listens_raw AS r
WHERE r.user_id = $1 AND (r.listened_at_ms, r.source, r.item_key) > (
    COALESCE((SELECT b.listened_at_ms FROM listens_raw AS b WHERE b.id = $2), -9223372036854775807),
    COALESCE((SELECT b.source FROM listens_raw AS b WHERE b.id = $2), ''),
    (SELECT b.item_key FROM listens_raw AS b WHERE b.id = $2)
)
ORDER BY r.listened_at_ms, r.source, r.item_key
LIMIT $3
