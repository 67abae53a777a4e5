-- What belongs to the user goes with the row; what others need is kept without the name.
DELETE FROM users
WHERE id = $1
