DELETE FROM user_identities
WHERE id = $1 AND user_id = $2
