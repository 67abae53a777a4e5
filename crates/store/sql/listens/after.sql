-- $4 is a door whose messages tell the words, as far as nobody corrected them: such words are left out.
SELECT l.user_id, l.listened_at_ms, l.id, l.match_input, l.recording_subject, l.release_subject, l.played_ms, l.is_manual,
       r.source, r.client, r.payload,
       (SELECT s.id FROM subjects AS s INDEXED BY subjects_known_idx WHERE s.id = l.recording_subject AND s.mbid IS NOT NULL) IS NOT NULL AS is_known,
       i.recording_msid, i.artist_name, i.recording_name, i.release_name,
       i.release_artist_name, i.track_number, i.length_ms, i.isrc, i.recording_mbid, i.release_mbid, i.track_mbid,
       i.artist_mbids, i.is_one_artist, i.status
FROM listens AS l
JOIN listens_raw AS r ON r.id = l.id
LEFT JOIN match_inputs AS i ON i.id = CASE
    WHEN r.source = $4 AND r.match_input = l.match_input THEN NULL
    ELSE l.match_input
END
WHERE l.user_id = $1 AND l.listened_at_ms > $2 AND l.hidden_by IS NULL
ORDER BY l.listened_at_ms, l.id
LIMIT $3
