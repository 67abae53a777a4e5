-- Connections to other servers, and what waits to be sent there, are removed.
DROP TABLE {listens}relay_outbox;
DROP TABLE {listens}relay_targets;
