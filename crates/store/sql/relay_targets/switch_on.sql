-- Who adds a target wants plays to be forwarded.
UPDATE user_settings
SET scrobble_enabled = TRUE, updated_at_ms = $2
WHERE user_id = $1
