INSERT INTO one_time_tokens (id, purpose, token_hash, user_id, email, created_by, detail,
                             created_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
