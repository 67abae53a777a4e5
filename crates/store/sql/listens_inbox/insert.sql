INSERT INTO listens_inbox (id, user_id, submission) VALUES ($1, $2, $3)
