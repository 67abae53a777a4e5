-- Opinions that wait to be told to other servers are removed.
DROP TABLE {listens}relay_opinions;
