DROP TABLE {listens}scrobble_sessions;
