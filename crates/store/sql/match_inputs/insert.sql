INSERT INTO match_inputs (input_hash, recording_msid, artist_name, recording_name, release_name,
    release_artist_name, track_number, length_ms, isrc, recording_mbid, release_mbid, track_mbid, artist_mbids,
    artist_key, recording_key, status, stage, score, features, recording_subject, release_subject,
    catalogue_generation, rules_version, is_one_artist, created_at_ms, matched_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $25)
ON CONFLICT (input_hash) DO NOTHING
