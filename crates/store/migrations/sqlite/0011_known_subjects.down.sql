DROP INDEX {listens}subjects_known_idx;
