-- A chart of all time is added up from one block until the end of the last year, and what came since.
ALTER TABLE {listens}stat_blocks DROP CONSTRAINT stat_blocks_grain_check;
ALTER TABLE {listens}stat_blocks ADD CONSTRAINT stat_blocks_grain_check CHECK (grain IN ('day', 'month', 'year', 'past'));
