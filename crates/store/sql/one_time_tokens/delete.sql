DELETE FROM one_time_tokens
WHERE id = $1 AND purpose = $2
