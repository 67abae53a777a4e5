-- Counts are packed: compressing them again costs more than it saves.
ALTER TABLE {listens}stat_blocks ALTER COLUMN counts SET STORAGE EXTERNAL;
