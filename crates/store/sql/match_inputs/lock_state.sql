SELECT version
FROM match_state
WHERE id = 1
