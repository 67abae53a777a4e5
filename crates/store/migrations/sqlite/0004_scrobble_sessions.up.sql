-- Sessions of the old protocols: AudioScrobbler 1.2 and the session keys of Last.fm.
CREATE TABLE {listens}scrobble_sessions (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    app_token_id BLOB NOT NULL, -- the credential that opened it; its end ends the session
    protocol TEXT NOT NULL,
    key_hash BLOB NOT NULL, -- of the session key
    client TEXT, -- program and version
    created_at_ms INTEGER NOT NULL,
    last_used_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER, -- absent: no end
    CONSTRAINT scrobble_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT scrobble_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT scrobble_sessions_app_token_id_fkey FOREIGN KEY (app_token_id) REFERENCES app_tokens (id) ON DELETE CASCADE,
    CONSTRAINT scrobble_sessions_protocol_check CHECK (protocol IN ('audioscrobbler', 'lastfm')),
    CONSTRAINT scrobble_sessions_key_hash_check CHECK (length(key_hash) = 32),
    CONSTRAINT scrobble_sessions_client_check CHECK (length(client) <= 500),
    CONSTRAINT scrobble_sessions_id_uuid CHECK (length(id) = 16),
    CONSTRAINT scrobble_sessions_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT scrobble_sessions_app_token_id_uuid CHECK (length(app_token_id) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}scrobble_sessions_key_hash_key ON scrobble_sessions (key_hash);
CREATE INDEX {listens}scrobble_sessions_user_id_idx ON scrobble_sessions (user_id, id);
CREATE INDEX {listens}scrobble_sessions_app_token_id_idx ON scrobble_sessions (app_token_id, protocol, id);
CREATE INDEX {listens}scrobble_sessions_expires_at_idx ON scrobble_sessions (expires_at_ms);
