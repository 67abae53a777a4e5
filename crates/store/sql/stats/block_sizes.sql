SELECT period, CAST(length(counts) AS bigint)
FROM stat_blocks
WHERE user_id = $1 AND kind = $2 AND grain = $3 AND period BETWEEN $4 AND $5
ORDER BY period
