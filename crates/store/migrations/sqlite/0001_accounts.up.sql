-- People, and names that listens arrived under. A row stays after a soft delete until it is erased.
CREATE TABLE {listens}users (
    id BLOB NOT NULL,
    username TEXT NOT NULL, -- as the user writes it
    username_folded TEXT NOT NULL, -- as it is compared
    email TEXT, -- none for a user that only listens were found for
    email_folded TEXT,
    password_hash TEXT, -- none when the user signs in elsewhere
    role TEXT NOT NULL DEFAULT 'user',
    is_active INTEGER NOT NULL DEFAULT 1,
    is_verified INTEGER NOT NULL DEFAULT 0, -- the e-mail address was proven
    display_name TEXT,
    bio TEXT,
    avatar_url TEXT,
    time_zone TEXT NOT NULL DEFAULT 'UTC', -- IANA name, for statistics by day
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    last_login_at_ms INTEGER,
    password_changed_at_ms INTEGER,
    deleted_at_ms INTEGER, -- begin of the grace period
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_username_check CHECK (length(username) BETWEEN 1 AND 255),
    CONSTRAINT users_username_folded_check CHECK (length(username_folded) BETWEEN 1 AND 1020),
    CONSTRAINT users_email_check CHECK ((email IS NULL) = (email_folded IS NULL) AND length(email) <= 320),
    CONSTRAINT users_role_check CHECK (role IN ('user', 'admin')),
    CONSTRAINT users_display_name_check CHECK (length(display_name) <= 200),
    CONSTRAINT users_bio_check CHECK (length(bio) <= 5000),
    CONSTRAINT users_avatar_url_check CHECK (length(avatar_url) <= 1000),
    CONSTRAINT users_time_zone_check CHECK (length(time_zone) BETWEEN 1 AND 64),
    CONSTRAINT users_id_uuid CHECK (length(id) = 16),
    CONSTRAINT users_is_active_boolean CHECK (is_active IN (0, 1)),
    CONSTRAINT users_is_verified_boolean CHECK (is_verified IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX {listens}users_username_key ON users (username_folded);
CREATE UNIQUE INDEX {listens}users_email_key ON users (email_folded);
CREATE INDEX {listens}users_deleted_at_idx ON users (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;
CREATE INDEX {listens}users_admin_idx ON users (id) WHERE role = 'admin';

-- Accounts of other providers that a user signs in with.
CREATE TABLE {listens}user_identities (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    provider TEXT NOT NULL, -- the name in the configuration
    subject TEXT NOT NULL, -- what the provider calls the user
    email TEXT, -- as the provider told it
    created_at_ms INTEGER NOT NULL,
    last_used_at_ms INTEGER,
    CONSTRAINT user_identities_pkey PRIMARY KEY (id),
    CONSTRAINT user_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_identities_provider_check CHECK (length(provider) BETWEEN 1 AND 64),
    CONSTRAINT user_identities_subject_check CHECK (length(subject) BETWEEN 1 AND 255),
    CONSTRAINT user_identities_id_uuid CHECK (length(id) = 16),
    CONSTRAINT user_identities_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}user_identities_subject_key ON user_identities (provider, subject);
CREATE INDEX {listens}user_identities_user_id_idx ON user_identities (user_id);

-- One row for each user.
CREATE TABLE {listens}user_settings (
    user_id BLOB NOT NULL,
    language TEXT NOT NULL DEFAULT 'en',
    region TEXT, -- ISO 3166-1 alpha-2
    theme TEXT NOT NULL DEFAULT 'auto',
    transcode_bitrate_kbps INTEGER NOT NULL DEFAULT 320,
    transcode_format TEXT NOT NULL DEFAULT 'mp3',
    scrobble_enabled INTEGER NOT NULL DEFAULT 0,
    lastfm_username TEXT, -- the session key is in user_secrets
    party_mode_enabled INTEGER NOT NULL DEFAULT 0,
    volume_level INTEGER NOT NULL DEFAULT 80, -- percent
    repeat_enabled INTEGER NOT NULL DEFAULT 0,
    shuffle_enabled INTEGER NOT NULL DEFAULT 0,
    profile_visibility TEXT NOT NULL DEFAULT 'private',
    listens_visibility TEXT NOT NULL DEFAULT 'private',
    notify_security_enabled INTEGER NOT NULL DEFAULT 1, -- mail about new sessions and changed passwords
    notify_reports_enabled INTEGER NOT NULL DEFAULT 0, -- mail with statistics
    updated_at_ms INTEGER NOT NULL,
    CONSTRAINT user_settings_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_settings_language_check CHECK (language IN ('en', 'es', 'fr', 'de', 'it', 'pt', 'ru', 'ja', 'zh', 'ko')),
    CONSTRAINT user_settings_region_check CHECK (length(region) = 2),
    CONSTRAINT user_settings_theme_check CHECK (theme IN ('light', 'dark', 'auto')),
    CONSTRAINT user_settings_transcode_bitrate_kbps_check CHECK (transcode_bitrate_kbps IN (128, 192, 256, 320)),
    CONSTRAINT user_settings_transcode_format_check CHECK (transcode_format IN ('mp3', 'ogg', 'opus', 'aac')),
    CONSTRAINT user_settings_lastfm_username_check CHECK (length(lastfm_username) <= 255),
    CONSTRAINT user_settings_volume_level_check CHECK (volume_level BETWEEN 0 AND 100),
    CONSTRAINT user_settings_profile_visibility_check CHECK (profile_visibility IN ('private', 'users', 'public')),
    CONSTRAINT user_settings_listens_visibility_check CHECK (listens_visibility IN ('private', 'users', 'public')),
    CONSTRAINT user_settings_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT user_settings_scrobble_enabled_boolean CHECK (scrobble_enabled IN (0, 1)),
    CONSTRAINT user_settings_party_mode_enabled_boolean CHECK (party_mode_enabled IN (0, 1)),
    CONSTRAINT user_settings_repeat_enabled_boolean CHECK (repeat_enabled IN (0, 1)),
    CONSTRAINT user_settings_shuffle_enabled_boolean CHECK (shuffle_enabled IN (0, 1)),
    CONSTRAINT user_settings_notify_security_enabled_boolean CHECK (notify_security_enabled IN (0, 1)),
    CONSTRAINT user_settings_notify_reports_enabled_boolean CHECK (notify_reports_enabled IN (0, 1))
) STRICT;

-- Pairs of tokens. Each refresh makes a new row of the same family; a family is one sign-in on one device.
CREATE TABLE {listens}sessions (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    family_id BLOB NOT NULL, -- the id of the first row
    access_hash BLOB NOT NULL,
    refresh_hash BLOB NOT NULL,
    device TEXT, -- the User-Agent
    address TEXT, -- of the last use
    created_at_ms INTEGER NOT NULL, -- of the row
    signed_in_at_ms INTEGER NOT NULL, -- of the family
    last_used_at_ms INTEGER NOT NULL,
    access_expires_at_ms INTEGER NOT NULL,
    refresh_expires_at_ms INTEGER NOT NULL,
    rotated_at_ms INTEGER, -- the refresh token was used; using it again ends the family
    revoked_at_ms INTEGER,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT sessions_access_hash_check CHECK (length(access_hash) = 32),
    CONSTRAINT sessions_refresh_hash_check CHECK (length(refresh_hash) = 32),
    CONSTRAINT sessions_device_check CHECK (length(device) <= 500),
    CONSTRAINT sessions_address_check CHECK (length(address) <= 45),
    CONSTRAINT sessions_id_uuid CHECK (length(id) = 16),
    CONSTRAINT sessions_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT sessions_family_id_uuid CHECK (length(family_id) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}sessions_access_hash_key ON sessions (access_hash);
CREATE UNIQUE INDEX {listens}sessions_refresh_hash_key ON sessions (refresh_hash);
CREATE UNIQUE INDEX {listens}sessions_current_key ON sessions (family_id) WHERE rotated_at_ms IS NULL;
CREATE INDEX {listens}sessions_family_id_idx ON sessions (family_id);
CREATE INDEX {listens}sessions_user_id_idx ON sessions (user_id);
CREATE INDEX {listens}sessions_refresh_expires_at_idx ON sessions (refresh_expires_at_ms);

-- Named credentials of programs.
CREATE TABLE {listens}app_tokens (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    name TEXT NOT NULL,
    client TEXT, -- the program that it was made for
    scopes TEXT NOT NULL, -- words separated by spaces
    token_hash BLOB NOT NULL,
    legacy_ciphertext BLOB, -- the token itself, encrypted, for protocols that send a digest of it
    legacy_key_id TEXT, -- the key of the ciphertext
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER,
    last_used_at_ms INTEGER,
    last_used_address TEXT,
    revoked_at_ms INTEGER,
    CONSTRAINT app_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT app_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT app_tokens_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT app_tokens_client_check CHECK (length(client) <= 200),
    CONSTRAINT app_tokens_scopes_check CHECK (length(scopes) BETWEEN 1 AND 1000),
    CONSTRAINT app_tokens_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT app_tokens_legacy_check CHECK ((legacy_ciphertext IS NULL) = (legacy_key_id IS NULL)),
    CONSTRAINT app_tokens_last_used_address_check CHECK (length(last_used_address) <= 45),
    CONSTRAINT app_tokens_id_uuid CHECK (length(id) = 16),
    CONSTRAINT app_tokens_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}app_tokens_token_hash_key ON app_tokens (token_hash);
CREATE INDEX {listens}app_tokens_user_id_idx ON app_tokens (user_id);
CREATE INDEX {listens}app_tokens_legacy_key_id_idx ON app_tokens (legacy_key_id) WHERE legacy_key_id IS NOT NULL;

-- Tokens that work once: in mails, invitations and sign-ins elsewhere.
CREATE TABLE {listens}one_time_tokens (
    id BLOB NOT NULL,
    purpose TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    user_id BLOB, -- none for invitations and sign-ins
    email TEXT, -- where it was sent, or the address to be proven
    created_by BLOB, -- who invited
    detail TEXT NOT NULL DEFAULT '{}', -- JSON
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER,
    CONSTRAINT one_time_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT one_time_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT one_time_tokens_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT one_time_tokens_purpose_check CHECK (purpose IN ('verify_email', 'change_email', 'reset_password', 'invitation', 'sign_in')),
    CONSTRAINT one_time_tokens_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT one_time_tokens_email_check CHECK (length(email) <= 320),
    CONSTRAINT one_time_tokens_detail_check CHECK (json_valid(detail)),
    CONSTRAINT one_time_tokens_id_uuid CHECK (length(id) = 16),
    CONSTRAINT one_time_tokens_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT one_time_tokens_created_by_uuid CHECK (length(created_by) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}one_time_tokens_token_hash_key ON one_time_tokens (token_hash);
CREATE INDEX {listens}one_time_tokens_user_id_idx ON one_time_tokens (user_id);
CREATE INDEX {listens}one_time_tokens_created_by_idx ON one_time_tokens (created_by);
CREATE INDEX {listens}one_time_tokens_expires_at_idx ON one_time_tokens (expires_at_ms);

-- Credentials of users for other services, encrypted.
CREATE TABLE {listens}user_secrets (
    user_id BLOB NOT NULL,
    purpose TEXT NOT NULL, -- which secret, such as lastfm_session
    ciphertext BLOB NOT NULL, -- nonce and ciphertext
    key_id TEXT NOT NULL, -- the key that it was encrypted with
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    CONSTRAINT user_secrets_pkey PRIMARY KEY (user_id, purpose),
    CONSTRAINT user_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_secrets_purpose_check CHECK (length(purpose) BETWEEN 1 AND 64),
    CONSTRAINT user_secrets_key_id_check CHECK (length(key_id) BETWEEN 1 AND 64),
    CONSTRAINT user_secrets_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;
CREATE INDEX {listens}user_secrets_key_id_idx ON user_secrets (key_id);
