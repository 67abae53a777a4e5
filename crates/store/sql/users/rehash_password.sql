-- The same password under a better hash: nothing changes for the user, and a change that came between wins.
UPDATE users
SET password_hash = $3
WHERE id = $1 AND password_hash = $2
