-- Counts are many pages long. In a table without row numbers they lie in the tree of the key, and every look for a
-- key reads those on its way as a whole.
CREATE TABLE {listens}stat_blocks_new (
    user_id BLOB NOT NULL,
    kind TEXT NOT NULL, -- of the subjects
    grain TEXT NOT NULL, -- length of the period
    period INTEGER NOT NULL, -- days, months or years since 1970
    counts BLOB NOT NULL, -- subject, plays, seconds, as variable-length numbers
    CONSTRAINT stat_blocks_pkey PRIMARY KEY (user_id, kind, grain, period),
    CONSTRAINT stat_blocks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT stat_blocks_kind_check CHECK (kind IN ('recording', 'release', 'artist')),
    CONSTRAINT stat_blocks_grain_check CHECK (grain IN ('day', 'month', 'year', 'past')),
    CONSTRAINT stat_blocks_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;
INSERT INTO {listens}stat_blocks_new (user_id, kind, grain, period, counts)
SELECT user_id, kind, grain, period, counts FROM {listens}stat_blocks;
DROP TABLE {listens}stat_blocks;
ALTER TABLE {listens}stat_blocks_new RENAME TO stat_blocks;
