DELETE FROM stat_blocks
WHERE user_id = $1 AND kind IN ('artist', 'recording', 'release') AND grain = $2 AND period BETWEEN $3 AND $4
