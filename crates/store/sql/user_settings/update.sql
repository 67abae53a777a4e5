UPDATE user_settings
SET language = $2,
    region = $3,
    theme = $4,
    transcode_bitrate_kbps = $5,
    transcode_format = $6,
    scrobble_enabled = $7,
    lastfm_username = $8,
    party_mode_enabled = $9,
    volume_level = $10,
    repeat_enabled = $11,
    shuffle_enabled = $12,
    profile_visibility = $13,
    listens_visibility = $14,
    notify_security_enabled = $15,
    notify_reports_enabled = $16,
    updated_at_ms = $17
WHERE user_id = $1
