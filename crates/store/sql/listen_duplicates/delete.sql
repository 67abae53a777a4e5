DELETE FROM listen_duplicates
WHERE raw_id = $1
