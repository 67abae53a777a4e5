SELECT count(*) AS entries
FROM feedback
WHERE recording_msid = $1 AND (CAST($2 AS bigint) = 0 OR score = $2)
