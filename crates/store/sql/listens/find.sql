SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       r.source, r.client, r.payload, i.recording_msid, i.artist_name, i.recording_name, i.release_name,
       i.release_artist_name, i.track_number, i.length_ms, i.isrc, i.recording_mbid, i.release_mbid, i.track_mbid,
       i.artist_mbids, i.is_one_artist, i.status
FROM listens AS l
JOIN listens_raw AS r ON r.id = l.id
JOIN match_inputs AS i ON i.id = l.match_input
WHERE l.id = $1 AND l.user_id = $2 AND l.hidden_by IS NULL
