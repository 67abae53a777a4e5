DELETE FROM pins
WHERE row_number = $1 AND user_id = $2
