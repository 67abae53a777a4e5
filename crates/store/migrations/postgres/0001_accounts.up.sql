-- People, and names that listens arrived under. A row stays after a soft delete until it is erased.
CREATE TABLE {listens}users (
    id uuid NOT NULL,
    username text NOT NULL, -- as the user writes it
    username_folded text NOT NULL, -- as it is compared
    email text, -- none for a user that only listens were found for
    email_folded text,
    password_hash text, -- none when the user signs in elsewhere
    role text NOT NULL DEFAULT 'user',
    is_active boolean NOT NULL DEFAULT TRUE,
    is_verified boolean NOT NULL DEFAULT FALSE, -- the e-mail address was proven
    display_name text,
    bio text,
    avatar_url text,
    time_zone text NOT NULL DEFAULT 'UTC', -- IANA name, for statistics by day
    created_at_ms bigint NOT NULL,
    updated_at_ms bigint NOT NULL,
    last_login_at_ms bigint,
    password_changed_at_ms bigint,
    deleted_at_ms bigint, -- begin of the grace period
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_username_check CHECK (length(username) BETWEEN 1 AND 255),
    CONSTRAINT users_username_folded_check CHECK (length(username_folded) BETWEEN 1 AND 1020),
    CONSTRAINT users_email_check CHECK ((email IS NULL) = (email_folded IS NULL) AND length(email) <= 320),
    CONSTRAINT users_role_check CHECK (role IN ('user', 'admin')),
    CONSTRAINT users_display_name_check CHECK (length(display_name) <= 200),
    CONSTRAINT users_bio_check CHECK (length(bio) <= 5000),
    CONSTRAINT users_avatar_url_check CHECK (length(avatar_url) <= 1000),
    CONSTRAINT users_time_zone_check CHECK (length(time_zone) BETWEEN 1 AND 64)
);
CREATE UNIQUE INDEX users_username_key ON {listens}users (username_folded);
CREATE UNIQUE INDEX users_email_key ON {listens}users (email_folded);
CREATE INDEX users_deleted_at_idx ON {listens}users (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;
CREATE INDEX users_admin_idx ON {listens}users (id) WHERE role = 'admin';

-- Accounts of other providers that a user signs in with.
CREATE TABLE {listens}user_identities (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    provider text NOT NULL, -- the name in the configuration
    subject text NOT NULL, -- what the provider calls the user
    email text, -- as the provider told it
    created_at_ms bigint NOT NULL,
    last_used_at_ms bigint,
    CONSTRAINT user_identities_pkey PRIMARY KEY (id),
    CONSTRAINT user_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT user_identities_provider_check CHECK (length(provider) BETWEEN 1 AND 64),
    CONSTRAINT user_identities_subject_check CHECK (length(subject) BETWEEN 1 AND 255)
);
CREATE UNIQUE INDEX user_identities_subject_key ON {listens}user_identities (provider, subject);
CREATE INDEX user_identities_user_id_idx ON {listens}user_identities (user_id);

-- One row for each user.
CREATE TABLE {listens}user_settings (
    user_id uuid NOT NULL,
    language text NOT NULL DEFAULT 'en',
    region text, -- ISO 3166-1 alpha-2
    theme text NOT NULL DEFAULT 'auto',
    transcode_bitrate_kbps bigint NOT NULL DEFAULT 320,
    transcode_format text NOT NULL DEFAULT 'mp3',
    scrobble_enabled boolean NOT NULL DEFAULT FALSE,
    lastfm_username text, -- the session key is in user_secrets
    party_mode_enabled boolean NOT NULL DEFAULT FALSE,
    volume_level bigint NOT NULL DEFAULT 80, -- percent
    repeat_enabled boolean NOT NULL DEFAULT FALSE,
    shuffle_enabled boolean NOT NULL DEFAULT FALSE,
    profile_visibility text NOT NULL DEFAULT 'private',
    listens_visibility text NOT NULL DEFAULT 'private',
    notify_security_enabled boolean NOT NULL DEFAULT TRUE, -- mail about new sessions and changed passwords
    notify_reports_enabled boolean NOT NULL DEFAULT FALSE, -- mail with statistics
    updated_at_ms bigint NOT NULL,
    CONSTRAINT user_settings_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_settings_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT user_settings_language_check CHECK (language IN ('en', 'es', 'fr', 'de', 'it', 'pt', 'ru', 'ja', 'zh', 'ko')),
    CONSTRAINT user_settings_region_check CHECK (length(region) = 2),
    CONSTRAINT user_settings_theme_check CHECK (theme IN ('light', 'dark', 'auto')),
    CONSTRAINT user_settings_transcode_bitrate_kbps_check CHECK (transcode_bitrate_kbps IN (128, 192, 256, 320)),
    CONSTRAINT user_settings_transcode_format_check CHECK (transcode_format IN ('mp3', 'ogg', 'opus', 'aac')),
    CONSTRAINT user_settings_lastfm_username_check CHECK (length(lastfm_username) <= 255),
    CONSTRAINT user_settings_volume_level_check CHECK (volume_level BETWEEN 0 AND 100),
    CONSTRAINT user_settings_profile_visibility_check CHECK (profile_visibility IN ('private', 'users', 'public')),
    CONSTRAINT user_settings_listens_visibility_check CHECK (listens_visibility IN ('private', 'users', 'public'))
);

-- Pairs of tokens. Each refresh makes a new row of the same family; a family is one sign-in on one device.
CREATE TABLE {listens}sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    family_id uuid NOT NULL, -- the id of the first row
    access_hash bytea NOT NULL,
    refresh_hash bytea NOT NULL,
    device text, -- the User-Agent
    address text, -- of the last use
    created_at_ms bigint NOT NULL, -- of the row
    signed_in_at_ms bigint NOT NULL, -- of the family
    last_used_at_ms bigint NOT NULL,
    access_expires_at_ms bigint NOT NULL,
    refresh_expires_at_ms bigint NOT NULL,
    rotated_at_ms bigint, -- the refresh token was used; using it again ends the family
    revoked_at_ms bigint,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT sessions_access_hash_check CHECK (length(access_hash) = 32),
    CONSTRAINT sessions_refresh_hash_check CHECK (length(refresh_hash) = 32),
    CONSTRAINT sessions_device_check CHECK (length(device) <= 500),
    CONSTRAINT sessions_address_check CHECK (length(address) <= 45)
);
CREATE UNIQUE INDEX sessions_access_hash_key ON {listens}sessions (access_hash);
CREATE UNIQUE INDEX sessions_refresh_hash_key ON {listens}sessions (refresh_hash);
CREATE UNIQUE INDEX sessions_current_key ON {listens}sessions (family_id) WHERE rotated_at_ms IS NULL;
CREATE INDEX sessions_family_id_idx ON {listens}sessions (family_id);
CREATE INDEX sessions_user_id_idx ON {listens}sessions (user_id);
CREATE INDEX sessions_refresh_expires_at_idx ON {listens}sessions (refresh_expires_at_ms);

-- Named credentials of programs.
CREATE TABLE {listens}app_tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    client text, -- the program that it was made for
    scopes text NOT NULL, -- words separated by spaces
    token_hash bytea NOT NULL,
    legacy_ciphertext bytea, -- the token itself, encrypted, for protocols that send a digest of it
    legacy_key_id text, -- the key of the ciphertext
    created_at_ms bigint NOT NULL,
    expires_at_ms bigint,
    last_used_at_ms bigint,
    last_used_address text,
    revoked_at_ms bigint,
    CONSTRAINT app_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT app_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT app_tokens_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT app_tokens_client_check CHECK (length(client) <= 200),
    CONSTRAINT app_tokens_scopes_check CHECK (length(scopes) BETWEEN 1 AND 1000),
    CONSTRAINT app_tokens_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT app_tokens_legacy_check CHECK ((legacy_ciphertext IS NULL) = (legacy_key_id IS NULL)),
    CONSTRAINT app_tokens_last_used_address_check CHECK (length(last_used_address) <= 45)
);
CREATE UNIQUE INDEX app_tokens_token_hash_key ON {listens}app_tokens (token_hash);
CREATE INDEX app_tokens_user_id_idx ON {listens}app_tokens (user_id);
CREATE INDEX app_tokens_legacy_key_id_idx ON {listens}app_tokens (legacy_key_id) WHERE legacy_key_id IS NOT NULL;

-- Tokens that work once: in mails, invitations and sign-ins elsewhere.
CREATE TABLE {listens}one_time_tokens (
    id uuid NOT NULL,
    purpose text NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid, -- none for invitations and sign-ins
    email text, -- where it was sent, or the address to be proven
    created_by uuid, -- who invited
    detail text NOT NULL DEFAULT '{}', -- JSON
    created_at_ms bigint NOT NULL,
    expires_at_ms bigint NOT NULL,
    used_at_ms bigint,
    CONSTRAINT one_time_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT one_time_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT one_time_tokens_created_by_fkey FOREIGN KEY (created_by) REFERENCES {listens}users (id) ON DELETE SET NULL,
    CONSTRAINT one_time_tokens_purpose_check CHECK (purpose IN ('verify_email', 'change_email', 'reset_password', 'invitation', 'sign_in')),
    CONSTRAINT one_time_tokens_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT one_time_tokens_email_check CHECK (length(email) <= 320),
    CONSTRAINT one_time_tokens_detail_check CHECK (detail::json IS NOT NULL)
);
CREATE UNIQUE INDEX one_time_tokens_token_hash_key ON {listens}one_time_tokens (token_hash);
CREATE INDEX one_time_tokens_user_id_idx ON {listens}one_time_tokens (user_id);
CREATE INDEX one_time_tokens_created_by_idx ON {listens}one_time_tokens (created_by);
CREATE INDEX one_time_tokens_expires_at_idx ON {listens}one_time_tokens (expires_at_ms);

-- Credentials of users for other services, encrypted.
CREATE TABLE {listens}user_secrets (
    user_id uuid NOT NULL,
    purpose text NOT NULL, -- which secret, such as lastfm_session
    ciphertext bytea NOT NULL, -- nonce and ciphertext
    key_id text NOT NULL, -- the key that it was encrypted with
    created_at_ms bigint NOT NULL,
    updated_at_ms bigint NOT NULL,
    CONSTRAINT user_secrets_pkey PRIMARY KEY (user_id, purpose),
    CONSTRAINT user_secrets_user_id_fkey FOREIGN KEY (user_id) REFERENCES {listens}users (id) ON DELETE CASCADE,
    CONSTRAINT user_secrets_purpose_check CHECK (length(purpose) BETWEEN 1 AND 64),
    CONSTRAINT user_secrets_key_id_check CHECK (length(key_id) BETWEEN 1 AND 64)
);
CREATE INDEX user_secrets_key_id_idx ON {listens}user_secrets (key_id);
