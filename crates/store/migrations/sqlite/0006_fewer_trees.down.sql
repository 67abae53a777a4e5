-- The counts are empty: `gatefold listens rebuild` of the version before fills them.
DROP INDEX {listens}listens_uncounted_idx;
CREATE INDEX {listens}listens_match_input_idx ON listens (match_input, user_id, listened_at_ms);
CREATE TABLE {listens}user_subjects (
    user_id BLOB NOT NULL,
    subject INTEGER NOT NULL, -- loose
    kind TEXT NOT NULL, -- of the subject; the total has the subject 0
    listens INTEGER NOT NULL,
    played_ms INTEGER NOT NULL,
    first_listened_at_ms INTEGER NOT NULL,
    last_listened_at_ms INTEGER NOT NULL,
    CONSTRAINT user_subjects_pkey PRIMARY KEY (user_id, subject),
    CONSTRAINT user_subjects_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_subjects_kind_check CHECK (kind IN ('recording', 'release', 'artist', 'total')),
    CONSTRAINT user_subjects_listens_check CHECK (listens >= 0),
    CONSTRAINT user_subjects_user_id_uuid CHECK (length(user_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}user_subjects_top_idx ON user_subjects (user_id, kind, listens, subject);
