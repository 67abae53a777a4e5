-- Whether the artist of words is one, whatever its name looks like: a person said so by a rule.
ALTER TABLE {listens}match_inputs ADD COLUMN is_one_artist boolean NOT NULL DEFAULT FALSE;
