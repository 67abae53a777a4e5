DROP TABLE {listens}retention;
DROP TABLE {listens}health_checks;
DROP TABLE {listens}schedules;
DROP TABLE {listens}jobs;
DROP TABLE {listens}audit_events;
DROP TABLE {listens}settings;
