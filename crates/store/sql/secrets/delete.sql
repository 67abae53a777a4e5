DELETE FROM user_secrets
WHERE user_id = $1 AND purpose = $2
