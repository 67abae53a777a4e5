DELETE FROM feedback
WHERE user_id = $1 AND recording_mbid = $2
