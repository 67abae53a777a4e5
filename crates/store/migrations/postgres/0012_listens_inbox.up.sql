-- Small submissions that are on disk, and whose listens are still to be made.
CREATE TABLE {listens}listens_inbox (
    id uuid NOT NULL, -- grows in the order of arrival
    user_id uuid NOT NULL,
    submission text NOT NULL, -- JSON
    CONSTRAINT listens_inbox_pkey PRIMARY KEY (id),
    CONSTRAINT listens_inbox_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT listens_inbox_submission_check CHECK (length(submission) <= 1000000)
);
CREATE INDEX listens_inbox_user_id_idx ON {listens}listens_inbox (user_id);
