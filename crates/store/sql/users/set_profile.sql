UPDATE users
SET display_name = $2, bio = $3, avatar_url = $4, time_zone = $5, updated_at_ms = $6
WHERE id = $1
