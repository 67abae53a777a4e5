DROP TABLE {listens}user_secrets;
DROP TABLE {listens}one_time_tokens;
DROP TABLE {listens}app_tokens;
DROP TABLE {listens}sessions;
DROP TABLE {listens}user_settings;
DROP TABLE {listens}user_identities;
DROP TABLE {listens}users;
