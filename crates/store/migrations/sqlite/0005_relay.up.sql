-- A server to which the plays of a person are forwarded, with the state of that connection.
CREATE TABLE {listens}relay_targets (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    protocol TEXT NOT NULL, -- language of the target
    base_url TEXT NOT NULL, -- address
    account_name TEXT NOT NULL DEFAULT '', -- name there
    is_enabled INTEGER NOT NULL DEFAULT 1, -- switched on
    is_now_playing_enabled INTEGER NOT NULL DEFAULT 1, -- also what plays now, never queued
    begins_at_ms INTEGER NOT NULL, -- older listens are not sent
    state TEXT NOT NULL DEFAULT 'ok', -- connection
    failures INTEGER NOT NULL DEFAULT 0, -- in a row
    retry_at_ms INTEGER, -- not before; the backoff of the whole target
    sent_count INTEGER NOT NULL DEFAULT 0,
    last_success_at_ms INTEGER,
    last_error TEXT, -- for people
    created_at_ms INTEGER NOT NULL,
    CONSTRAINT relay_targets_pkey PRIMARY KEY (id),
    CONSTRAINT relay_targets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT relay_targets_protocol_check CHECK (protocol IN ('lastfm', 'listenbrainz')),
    CONSTRAINT relay_targets_base_url_check CHECK (length(base_url) BETWEEN 1 AND 1000),
    CONSTRAINT relay_targets_account_name_check CHECK (length(account_name) <= 200),
    CONSTRAINT relay_targets_state_check CHECK (state IN ('ok', 'waiting', 'needs_login')),
    CONSTRAINT relay_targets_last_error_check CHECK (length(last_error) <= 1000),
    CONSTRAINT relay_targets_id_uuid CHECK (length(id) = 16),
    CONSTRAINT relay_targets_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT relay_targets_is_enabled_boolean CHECK (is_enabled IN (0, 1)),
    CONSTRAINT relay_targets_is_now_playing_enabled_boolean CHECK (is_now_playing_enabled IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX {listens}relay_targets_account_key ON relay_targets (user_id, protocol, base_url, account_name);

-- Plays that wait to be sent to a target, and those that it refused. What was sent is not kept.
CREATE TABLE {listens}relay_outbox (
    target_id BLOB NOT NULL,
    state TEXT NOT NULL,
    listened_at_ms INTEGER NOT NULL, -- order of sending, oldest first
    listen_id BLOB NOT NULL,
    last_error TEXT, -- why it was dropped
    finished_at_ms INTEGER, -- when it was dropped
    CONSTRAINT relay_outbox_pkey PRIMARY KEY (target_id, state, listened_at_ms, listen_id),
    CONSTRAINT relay_outbox_target_id_fkey FOREIGN KEY (target_id) REFERENCES relay_targets (id) ON DELETE CASCADE,
    CONSTRAINT relay_outbox_listen_id_fkey FOREIGN KEY (listen_id) REFERENCES listens_raw (id) ON DELETE CASCADE,
    CONSTRAINT relay_outbox_state_check CHECK (state IN ('waiting', 'dropped')),
    CONSTRAINT relay_outbox_last_error_check CHECK (length(last_error) <= 1000),
    CONSTRAINT relay_outbox_target_id_uuid CHECK (length(target_id) = 16),
    CONSTRAINT relay_outbox_listen_id_uuid CHECK (length(listen_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}relay_outbox_listen_id_idx ON relay_outbox (listen_id);
CREATE INDEX {listens}relay_outbox_finished_at_idx ON relay_outbox (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
