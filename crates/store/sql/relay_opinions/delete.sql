-- What was said anew meanwhile stays.
DELETE FROM relay_opinions
WHERE target_id = $1 AND recording_id = $2 AND score = $3 AND queued_at_ms = $4
