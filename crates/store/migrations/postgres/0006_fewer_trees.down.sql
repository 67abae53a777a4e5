-- The counts are empty: `gatefold listens rebuild` of the version before fills them.
DROP INDEX {listens}listens_uncounted_idx;
CREATE INDEX listens_match_input_idx ON {listens}listens (match_input, user_id, listened_at_ms);
CREATE TABLE {listens}user_subjects (
    user_id uuid NOT NULL,
    subject bigint NOT NULL, -- loose
    kind text NOT NULL, -- of the subject; the total has the subject 0
    listens bigint NOT NULL,
    played_ms bigint NOT NULL,
    first_listened_at_ms bigint NOT NULL,
    last_listened_at_ms bigint NOT NULL,
    CONSTRAINT user_subjects_pkey PRIMARY KEY (user_id, subject),
    CONSTRAINT user_subjects_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT user_subjects_kind_check CHECK (kind IN ('recording', 'release', 'artist', 'total')),
    CONSTRAINT user_subjects_listens_check CHECK (listens >= 0)
);
CREATE INDEX user_subjects_top_idx ON {listens}user_subjects (user_id, kind, listens, subject);
