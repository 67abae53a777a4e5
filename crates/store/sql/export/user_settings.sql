SELECT user_id, language, region, theme, transcode_bitrate_kbps, transcode_format, scrobble_enabled,
       lastfm_username, party_mode_enabled, volume_level, repeat_enabled, shuffle_enabled,
       profile_visibility, listens_visibility, notify_security_enabled, notify_reports_enabled,
       updated_at_ms
FROM user_settings
WHERE user_id = $1 AND user_id > $2
ORDER BY user_id
LIMIT $3
