-- Settings that can be changed while the program runs.
CREATE TABLE {listens}settings (
    key text NOT NULL,
    value text NOT NULL, -- JSON
    updated_at_ms bigint NOT NULL,
    updated_by uuid,
    CONSTRAINT settings_pkey PRIMARY KEY (key),
    CONSTRAINT settings_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES {listens}users (id) ON DELETE SET NULL,
    CONSTRAINT settings_key_check CHECK (length(key) BETWEEN 1 AND 200),
    CONSTRAINT settings_value_check CHECK (value::json IS NOT NULL)
);
CREATE INDEX settings_updated_by_idx ON {listens}settings (updated_by);

-- Who did what to whom.
CREATE TABLE {listens}audit_events (
    id uuid NOT NULL, -- in the order of time
    at_ms bigint NOT NULL,
    actor_id uuid, -- none for the system and for strangers
    subject_id uuid, -- the user that it happened to
    action text NOT NULL, -- such as session.created
    address text,
    detail text NOT NULL DEFAULT '{}', -- JSON, never a secret
    CONSTRAINT audit_events_pkey PRIMARY KEY (id),
    CONSTRAINT audit_events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES {listens}users (id) ON DELETE SET NULL,
    CONSTRAINT audit_events_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES {listens}users (id) ON DELETE SET NULL,
    CONSTRAINT audit_events_action_check CHECK (length(action) BETWEEN 1 AND 100),
    CONSTRAINT audit_events_address_check CHECK (length(address) <= 45),
    CONSTRAINT audit_events_detail_check CHECK (detail::json IS NOT NULL)
);
CREATE INDEX audit_events_at_idx ON {listens}audit_events (at_ms);
CREATE INDEX audit_events_actor_id_idx ON {listens}audit_events (actor_id, id);
CREATE INDEX audit_events_subject_id_idx ON {listens}audit_events (subject_id, id);

-- Work that is done in the background.
CREATE TABLE {listens}jobs (
    id uuid NOT NULL,
    name text NOT NULL, -- which kind of job
    payload text NOT NULL DEFAULT '{}', -- JSON
    state text NOT NULL DEFAULT 'queued',
    priority bigint NOT NULL DEFAULT 0, -- the higher, the sooner
    attempts bigint NOT NULL DEFAULT 0, -- how often it was started
    max_attempts bigint NOT NULL DEFAULT 1,
    run_at_ms bigint NOT NULL, -- not before
    unique_key text, -- one unfinished job for each key
    progress bigint NOT NULL DEFAULT 0, -- percent
    message text, -- what it is doing
    error text, -- of the last attempt
    claimed_by text, -- the process that runs it
    heartbeat_at_ms bigint,
    cancel_requested boolean NOT NULL DEFAULT FALSE,
    created_by uuid,
    created_at_ms bigint NOT NULL,
    started_at_ms bigint,
    finished_at_ms bigint,
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_created_by_fkey FOREIGN KEY (created_by) REFERENCES {listens}users (id) ON DELETE SET NULL,
    CONSTRAINT jobs_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT jobs_payload_check CHECK (payload::json IS NOT NULL),
    CONSTRAINT jobs_state_check CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    CONSTRAINT jobs_attempts_check CHECK (attempts >= 0),
    CONSTRAINT jobs_max_attempts_check CHECK (max_attempts >= 1),
    CONSTRAINT jobs_unique_key_check CHECK (length(unique_key) BETWEEN 1 AND 200),
    CONSTRAINT jobs_progress_check CHECK (progress BETWEEN 0 AND 100),
    CONSTRAINT jobs_claim_check CHECK ((state = 'running') = (claimed_by IS NOT NULL)),
    CONSTRAINT jobs_finish_check CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at_ms IS NOT NULL))
);
CREATE UNIQUE INDEX jobs_unique_key_key ON {listens}jobs (unique_key) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_queue_idx ON {listens}jobs (priority DESC, run_at_ms, id) WHERE state = 'queued';
CREATE INDEX jobs_heartbeat_at_idx ON {listens}jobs (heartbeat_at_ms) WHERE state = 'running';
CREATE INDEX jobs_state_idx ON {listens}jobs (state, id);
CREATE INDEX jobs_finished_at_idx ON {listens}jobs (finished_at_ms) WHERE finished_at_ms IS NOT NULL;
CREATE INDEX jobs_created_by_idx ON {listens}jobs (created_by);

-- When jobs of the configuration are due. Several processes share the rows.
CREATE TABLE {listens}schedules (
    name text NOT NULL,
    cron text NOT NULL, -- as configured when the time was computed
    next_run_at_ms bigint NOT NULL,
    last_run_at_ms bigint,
    last_job_id uuid,
    CONSTRAINT schedules_pkey PRIMARY KEY (name),
    CONSTRAINT schedules_last_job_id_fkey FOREIGN KEY (last_job_id) REFERENCES {listens}jobs (id) ON DELETE SET NULL,
    CONSTRAINT schedules_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT schedules_cron_check CHECK (length(cron) BETWEEN 1 AND 200)
);
CREATE INDEX schedules_last_job_id_idx ON {listens}schedules (last_job_id);

-- What was found when a component was looked at.
CREATE TABLE {listens}health_checks (
    id uuid NOT NULL,
    component text NOT NULL,
    status text NOT NULL,
    message text,
    data text NOT NULL DEFAULT '{}', -- JSON
    checked_at_ms bigint NOT NULL,
    CONSTRAINT health_checks_pkey PRIMARY KEY (id),
    CONSTRAINT health_checks_component_check CHECK (length(component) BETWEEN 1 AND 100),
    CONSTRAINT health_checks_status_check CHECK (status IN ('healthy', 'degraded', 'unhealthy')),
    CONSTRAINT health_checks_data_check CHECK (data::json IS NOT NULL)
);
CREATE INDEX health_checks_component_idx ON {listens}health_checks (component, checked_at_ms);
CREATE INDEX health_checks_checked_at_idx ON {listens}health_checks (checked_at_ms);

-- How long rows of a class are kept, and when they were last removed.
CREATE TABLE {listens}retention (
    data_class text NOT NULL, -- such as audit_events
    keep_ms bigint, -- none: for ever
    updated_at_ms bigint NOT NULL,
    last_run_at_ms bigint,
    removed_rows bigint NOT NULL DEFAULT 0, -- by the last run
    CONSTRAINT retention_pkey PRIMARY KEY (data_class),
    CONSTRAINT retention_data_class_check CHECK (length(data_class) BETWEEN 1 AND 100),
    CONSTRAINT retention_keep_ms_check CHECK (keep_ms > 0),
    CONSTRAINT retention_removed_rows_check CHECK (removed_rows >= 0)
);
