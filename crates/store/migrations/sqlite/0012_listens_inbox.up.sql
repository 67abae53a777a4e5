-- Small submissions that are on disk, and whose listens are still to be made.
CREATE TABLE {listens}listens_inbox (
    id BLOB NOT NULL, -- grows in the order of arrival
    user_id BLOB NOT NULL,
    submission TEXT NOT NULL, -- JSON
    CONSTRAINT listens_inbox_pkey PRIMARY KEY (id),
    CONSTRAINT listens_inbox_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listens_inbox_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listens_inbox_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listens_inbox_submission_check CHECK (length(submission) <= 1000000)
) STRICT;
CREATE INDEX {listens}listens_inbox_user_id_idx ON listens_inbox (user_id);
