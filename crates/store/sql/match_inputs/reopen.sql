UPDATE match_inputs
SET status = 'pending'
WHERE recording_msid = $1 AND status IN ('matched', 'unmatched') AND stage IS NULL
