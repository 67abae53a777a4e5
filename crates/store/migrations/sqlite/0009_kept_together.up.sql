-- Whether the artist of words is one, whatever its name looks like: a person said so by a rule.
ALTER TABLE {listens}match_inputs ADD COLUMN is_one_artist INTEGER NOT NULL DEFAULT 0
    CONSTRAINT match_inputs_is_one_artist_boolean CHECK (is_one_artist IN (0, 1));
