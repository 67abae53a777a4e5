INSERT INTO match_candidates (match_input, position, recording_mbid, release_mbid, score, stage, features)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (match_input, position) DO NOTHING
