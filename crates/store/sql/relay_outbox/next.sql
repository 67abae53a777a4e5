SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       r.source, r.client, r.payload, i.recording_msid, i.artist_name, i.recording_name, i.release_name,
       i.release_artist_name, i.track_number, i.length_ms, i.isrc, i.recording_mbid, i.release_mbid, i.track_mbid,
       i.artist_mbids, i.is_one_artist, i.status, o.listened_at_ms AS queued_at_ms
FROM relay_outbox AS o
JOIN listens AS l ON l.id = o.listen_id
JOIN listens_raw AS r ON r.id = l.id
JOIN match_inputs AS i ON i.id = l.match_input
WHERE o.target_id = $1 AND o.state = 'waiting' AND l.hidden_by IS NULL
ORDER BY o.listened_at_ms, o.listen_id
LIMIT $2
