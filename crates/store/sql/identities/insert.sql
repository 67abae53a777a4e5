INSERT INTO user_identities (id, user_id, provider, subject, email, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6)
