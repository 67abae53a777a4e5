-- Who submits or chooses shares this row until the end; SQLite has one writer anyway.
SELECT version
FROM match_state
WHERE id = 1
FOR NO KEY UPDATE
