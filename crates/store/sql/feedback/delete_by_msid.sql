DELETE FROM feedback
WHERE user_id = $1 AND recording_msid = $2 AND recording_mbid IS NULL
