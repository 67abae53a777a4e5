UPDATE relay_targets
SET is_enabled = $2, is_now_playing_enabled = $3
WHERE id = $1
