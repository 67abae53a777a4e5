INSERT INTO sessions (id, user_id, family_id, access_hash, refresh_hash, device, address,
                      created_at_ms, signed_in_at_ms, last_used_at_ms, access_expires_at_ms,
                      refresh_expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $10, $11)
