INSERT INTO subjects (kind, key, mbid, name, artist_credit_name, length_ms, year, country, catalogue_generation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (key) DO NOTHING
