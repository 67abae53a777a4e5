-- A server to which the plays of a person are forwarded, with the state of that connection.
CREATE TABLE {listens}relay_targets (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    protocol text NOT NULL, -- language of the target
    base_url text NOT NULL, -- address
    account_name text NOT NULL DEFAULT '', -- name there
    is_enabled boolean NOT NULL DEFAULT TRUE, -- switched on
    is_now_playing_enabled boolean NOT NULL DEFAULT TRUE, -- also what plays now, never queued
    begins_at_ms bigint NOT NULL, -- older listens are not sent
    state text NOT NULL DEFAULT 'ok', -- connection
    failures bigint NOT NULL DEFAULT 0, -- in a row
    retry_at_ms bigint, -- not before; the backoff of the whole target
    sent_count bigint NOT NULL DEFAULT 0,
    last_success_at_ms bigint,
    last_error text, -- for people
    created_at_ms bigint NOT NULL,
    CONSTRAINT relay_targets_pkey PRIMARY KEY (id),
    CONSTRAINT relay_targets_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT relay_targets_protocol_check CHECK (protocol IN ('lastfm', 'listenbrainz')),
    CONSTRAINT relay_targets_base_url_check CHECK (length(base_url) BETWEEN 1 AND 1000),
    CONSTRAINT relay_targets_account_name_check CHECK (length(account_name) <= 200),
    CONSTRAINT relay_targets_state_check CHECK (state IN ('ok', 'waiting', 'needs_login')),
    CONSTRAINT relay_targets_last_error_check CHECK (length(last_error) <= 1000)
);
CREATE UNIQUE INDEX relay_targets_account_key ON {listens}relay_targets (user_id, protocol, base_url, account_name);

-- Plays that wait to be sent to a target, and those that it refused. What was sent is not kept.
CREATE TABLE {listens}relay_outbox (
    target_id uuid NOT NULL,
    state text NOT NULL,
    listened_at_ms bigint NOT NULL, -- order of sending, oldest first
    listen_id uuid NOT NULL,
    last_error text, -- why it was dropped
    finished_at_ms bigint, -- when it was dropped
    CONSTRAINT relay_outbox_pkey PRIMARY KEY (target_id, state, listened_at_ms, listen_id),
    CONSTRAINT relay_outbox_target_id_fkey FOREIGN KEY (target_id) REFERENCES {listens}relay_targets (id) ON DELETE CASCADE,
    CONSTRAINT relay_outbox_listen_id_fkey FOREIGN KEY (listen_id) REFERENCES {listens}listens_raw (id) ON DELETE CASCADE,
    CONSTRAINT relay_outbox_state_check CHECK (state IN ('waiting', 'dropped')),
    CONSTRAINT relay_outbox_last_error_check CHECK (length(last_error) <= 1000)
);
CREATE INDEX relay_outbox_listen_id_idx ON {listens}relay_outbox (listen_id);
CREATE INDEX relay_outbox_finished_at_idx ON {listens}relay_outbox (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
