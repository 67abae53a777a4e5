INSERT INTO users (id, username, username_folded, email, email_folded, password_hash, role,
                   is_verified, time_zone, created_at_ms, updated_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
