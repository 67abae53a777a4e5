DELETE FROM stat_blocks
WHERE user_id = $1 AND kind = $2 AND grain = $3 AND period = $4
