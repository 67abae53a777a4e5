UPDATE subjects
SET name = $2, artist_credit_name = $3, length_ms = $4, year = $5, country = $6, catalogue_generation = $7
WHERE id = $1
