-- Sessions of the old protocols: AudioScrobbler 1.2 and the session keys of Last.fm.
CREATE TABLE {listens}scrobble_sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    app_token_id uuid NOT NULL, -- the credential that opened it; its end ends the session
    protocol text NOT NULL,
    key_hash bytea NOT NULL, -- of the session key
    client text, -- program and version
    created_at_ms bigint NOT NULL,
    last_used_at_ms bigint NOT NULL,
    expires_at_ms bigint, -- absent: no end
    CONSTRAINT scrobble_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT scrobble_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT scrobble_sessions_app_token_id_fkey FOREIGN KEY (app_token_id) REFERENCES {listens}app_tokens (id) ON DELETE CASCADE,
    CONSTRAINT scrobble_sessions_protocol_check CHECK (protocol IN ('audioscrobbler', 'lastfm')),
    CONSTRAINT scrobble_sessions_key_hash_check CHECK (length(key_hash) = 32),
    CONSTRAINT scrobble_sessions_client_check CHECK (length(client) <= 500)
);
CREATE UNIQUE INDEX scrobble_sessions_key_hash_key ON {listens}scrobble_sessions (key_hash);
CREATE INDEX scrobble_sessions_user_id_idx ON {listens}scrobble_sessions (user_id, id);
CREATE INDEX scrobble_sessions_app_token_id_idx ON {listens}scrobble_sessions (app_token_id, protocol, id);
CREATE INDEX scrobble_sessions_expires_at_idx ON {listens}scrobble_sessions (expires_at_ms);
