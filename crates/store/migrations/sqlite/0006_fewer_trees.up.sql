-- Counts of all time are added up from stat_blocks, and so are the days on which something was heard:
-- a listen changes neither any more.
DROP TABLE {listens}user_subjects;
DROP INDEX {listens}listens_match_input_idx;
-- Listens that no day counts for their words: hidden ones, and those with a recording of the person's choice.
CREATE INDEX {listens}listens_uncounted_idx ON listens (match_input, user_id, listened_at_ms) WHERE is_manual OR hidden_by IS NOT NULL;
