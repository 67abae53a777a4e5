DELETE FROM {listens}stat_blocks WHERE grain = 'past';
ALTER TABLE {listens}stat_blocks DROP CONSTRAINT stat_blocks_grain_check;
ALTER TABLE {listens}stat_blocks ADD CONSTRAINT stat_blocks_grain_check CHECK (grain IN ('day', 'month', 'year'));
