UPDATE pins
SET comment = $3
WHERE row_number = $1 AND user_id = $2
