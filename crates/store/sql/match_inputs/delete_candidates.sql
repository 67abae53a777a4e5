DELETE FROM match_candidates
WHERE match_input = $1
