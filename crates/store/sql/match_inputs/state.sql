-- $1 is a JSON list of numbers.
SELECT s.version, i.id
FROM match_state AS s
LEFT JOIN match_inputs AS i INDEXED BY match_inputs_pending_idx
    ON i.status = 'pending' AND i.id IN (SELECT wanted.value FROM json_each($1) AS wanted)
WHERE s.id = 1
