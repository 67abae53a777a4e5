UPDATE match_inputs
SET status = $2, stage = $3, score = $4, features = $5, recording_subject = $6, release_subject = $7,
    catalogue_generation = $8, rules_version = $9, matched_at_ms = $10
WHERE id = $1
