DELETE FROM stat_blocks
WHERE user_id = $1
