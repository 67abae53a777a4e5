-- Words that a rule keeps together are matched like all others.
ALTER TABLE {listens}match_inputs DROP COLUMN is_one_artist;
