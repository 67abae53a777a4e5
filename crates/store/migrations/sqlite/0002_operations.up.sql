-- Settings that can be changed while the program runs.
CREATE TABLE {listens}settings (
    key TEXT NOT NULL,
    value TEXT NOT NULL, -- JSON
    updated_at_ms INTEGER NOT NULL,
    updated_by BLOB,
    CONSTRAINT settings_pkey PRIMARY KEY (key),
    CONSTRAINT settings_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT settings_key_check CHECK (length(key) BETWEEN 1 AND 200),
    CONSTRAINT settings_value_check CHECK (json_valid(value)),
    CONSTRAINT settings_updated_by_uuid CHECK (length(updated_by) = 16)
) STRICT;
CREATE INDEX {listens}settings_updated_by_idx ON settings (updated_by);

-- Who did what to whom.
CREATE TABLE {listens}audit_events (
    id BLOB NOT NULL, -- in the order of time
    at_ms INTEGER NOT NULL,
    actor_id BLOB, -- none for the system and for strangers
    subject_id BLOB, -- the user that it happened to
    action TEXT NOT NULL, -- such as session.created
    address TEXT,
    detail TEXT NOT NULL DEFAULT '{}', -- JSON, never a secret
    CONSTRAINT audit_events_pkey PRIMARY KEY (id),
    CONSTRAINT audit_events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT audit_events_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT audit_events_action_check CHECK (length(action) BETWEEN 1 AND 100),
    CONSTRAINT audit_events_address_check CHECK (length(address) <= 45),
    CONSTRAINT audit_events_detail_check CHECK (json_valid(detail)),
    CONSTRAINT audit_events_id_uuid CHECK (length(id) = 16),
    CONSTRAINT audit_events_actor_id_uuid CHECK (length(actor_id) = 16),
    CONSTRAINT audit_events_subject_id_uuid CHECK (length(subject_id) = 16)
) STRICT;
CREATE INDEX {listens}audit_events_at_idx ON audit_events (at_ms);
CREATE INDEX {listens}audit_events_actor_id_idx ON audit_events (actor_id, id);
CREATE INDEX {listens}audit_events_subject_id_idx ON audit_events (subject_id, id);

-- Work that is done in the background.
CREATE TABLE {listens}jobs (
    id BLOB NOT NULL,
    name TEXT NOT NULL, -- which kind of job
    payload TEXT NOT NULL DEFAULT '{}', -- JSON
    state TEXT NOT NULL DEFAULT 'queued',
    priority INTEGER NOT NULL DEFAULT 0, -- the higher, the sooner
    attempts INTEGER NOT NULL DEFAULT 0, -- how often it was started
    max_attempts INTEGER NOT NULL DEFAULT 1,
    run_at_ms INTEGER NOT NULL, -- not before
    unique_key TEXT, -- one unfinished job for each key
    progress INTEGER NOT NULL DEFAULT 0, -- percent
    message TEXT, -- what it is doing
    error TEXT, -- of the last attempt
    claimed_by TEXT, -- the process that runs it
    heartbeat_at_ms INTEGER,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    created_by BLOB,
    created_at_ms INTEGER NOT NULL,
    started_at_ms INTEGER,
    finished_at_ms INTEGER,
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT jobs_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT jobs_payload_check CHECK (json_valid(payload)),
    CONSTRAINT jobs_state_check CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    CONSTRAINT jobs_attempts_check CHECK (attempts >= 0),
    CONSTRAINT jobs_max_attempts_check CHECK (max_attempts >= 1),
    CONSTRAINT jobs_unique_key_check CHECK (length(unique_key) BETWEEN 1 AND 200),
    CONSTRAINT jobs_progress_check CHECK (progress BETWEEN 0 AND 100),
    CONSTRAINT jobs_claim_check CHECK ((state = 'running') = (claimed_by IS NOT NULL)),
    CONSTRAINT jobs_finish_check CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at_ms IS NOT NULL)),
    CONSTRAINT jobs_id_uuid CHECK (length(id) = 16),
    CONSTRAINT jobs_cancel_requested_boolean CHECK (cancel_requested IN (0, 1)),
    CONSTRAINT jobs_created_by_uuid CHECK (length(created_by) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}jobs_unique_key_key ON jobs (unique_key) WHERE state IN ('queued', 'running');
CREATE INDEX {listens}jobs_queue_idx ON jobs (priority DESC, run_at_ms, id) WHERE state = 'queued';
CREATE INDEX {listens}jobs_heartbeat_at_idx ON jobs (heartbeat_at_ms) WHERE state = 'running';
CREATE INDEX {listens}jobs_state_idx ON jobs (state, id);
CREATE INDEX {listens}jobs_finished_at_idx ON jobs (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
CREATE INDEX {listens}jobs_created_by_idx ON jobs (created_by);

-- When jobs of the configuration are due. Several processes share the rows.
CREATE TABLE {listens}schedules (
    name TEXT NOT NULL,
    cron TEXT NOT NULL, -- as configured when the time was computed
    next_run_at_ms INTEGER NOT NULL,
    last_run_at_ms INTEGER,
    last_job_id BLOB,
    CONSTRAINT schedules_pkey PRIMARY KEY (name),
    CONSTRAINT schedules_last_job_id_fkey FOREIGN KEY (last_job_id) REFERENCES jobs (id) ON DELETE SET NULL,
    CONSTRAINT schedules_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT schedules_cron_check CHECK (length(cron) BETWEEN 1 AND 200),
    CONSTRAINT schedules_last_job_id_uuid CHECK (length(last_job_id) = 16)
) STRICT;
CREATE INDEX {listens}schedules_last_job_id_idx ON schedules (last_job_id);

-- What was found when a component was looked at.
CREATE TABLE {listens}health_checks (
    id BLOB NOT NULL,
    component TEXT NOT NULL,
    status TEXT NOT NULL,
    message TEXT,
    data TEXT NOT NULL DEFAULT '{}', -- JSON
    checked_at_ms INTEGER NOT NULL,
    CONSTRAINT health_checks_pkey PRIMARY KEY (id),
    CONSTRAINT health_checks_component_check CHECK (length(component) BETWEEN 1 AND 100),
    CONSTRAINT health_checks_status_check CHECK (status IN ('healthy', 'degraded', 'unhealthy')),
    CONSTRAINT health_checks_data_check CHECK (json_valid(data)),
    CONSTRAINT health_checks_id_uuid CHECK (length(id) = 16)
) STRICT;
CREATE INDEX {listens}health_checks_component_idx ON health_checks (component, checked_at_ms);
CREATE INDEX {listens}health_checks_checked_at_idx ON health_checks (checked_at_ms);

-- How long rows of a class are kept, and when they were last removed.
CREATE TABLE {listens}retention (
    data_class TEXT NOT NULL, -- such as audit_events
    keep_ms INTEGER, -- none: for ever
    updated_at_ms INTEGER NOT NULL,
    last_run_at_ms INTEGER,
    removed_rows INTEGER NOT NULL DEFAULT 0, -- by the last run
    CONSTRAINT retention_pkey PRIMARY KEY (data_class),
    CONSTRAINT retention_data_class_check CHECK (length(data_class) BETWEEN 1 AND 100),
    CONSTRAINT retention_keep_ms_check CHECK (keep_ms > 0),
    CONSTRAINT retention_removed_rows_check CHECK (removed_rows >= 0)
) STRICT;
