DELETE FROM now_playing
WHERE user_id = $1
