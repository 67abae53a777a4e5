SELECT id, input_hash, recording_msid, artist_name, recording_name, release_name, release_artist_name, track_number,
       length_ms, isrc, recording_mbid, release_mbid, track_mbid, artist_mbids, is_one_artist, artist_key, recording_key,
       status, stage, score, features, recording_subject, release_subject, catalogue_generation, rules_version
FROM match_inputs
WHERE recording_msid = $1
ORDER BY id
LIMIT $2
