UPDATE manual_matches
SET retired_at_ms = $3
WHERE user_id = $1 AND recording_msid = $2 AND retired_at_ms IS NULL
