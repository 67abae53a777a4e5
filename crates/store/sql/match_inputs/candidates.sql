SELECT position, recording_mbid, release_mbid, score, stage, features
FROM match_candidates
WHERE match_input = $1
ORDER BY position
