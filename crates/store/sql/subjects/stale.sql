SELECT id, kind, mbid
FROM subjects
WHERE id > $1 AND mbid IS NOT NULL AND kind IN ('recording', 'release')
      AND COALESCE(catalogue_generation, -1) <> $2
ORDER BY id
LIMIT $3
