SELECT count(*) AS rows FROM users
