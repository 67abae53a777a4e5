-- Everything that listens count for, with its names at hand.
CREATE TABLE {listens}subjects (
    id INTEGER NOT NULL, -- assigned by the database; small, since counts are packed by it
    kind TEXT NOT NULL,
    key BLOB NOT NULL, -- hash of the kind and the MBID, or of the kind and the folded names
    mbid BLOB, -- known to the catalogue
    name TEXT NOT NULL,
    artist_credit_name TEXT, -- as printed
    length_ms INTEGER, -- of a recording
    year INTEGER, -- first release of a recording or release group
    country TEXT, -- of an artist, ISO 3166-1
    catalogue_generation INTEGER, -- that the names are of
    CONSTRAINT subjects_pkey PRIMARY KEY (id),
    CONSTRAINT subjects_kind_check CHECK (kind IN ('recording', 'release', 'release_group', 'artist', 'genre', 'label')),
    CONSTRAINT subjects_key_check CHECK (length(key) = 16),
    CONSTRAINT subjects_name_check CHECK (length(name) <= 4000),
    CONSTRAINT subjects_artist_credit_name_check CHECK (length(artist_credit_name) <= 4000),
    CONSTRAINT subjects_country_check CHECK (length(country) <= 10),
    CONSTRAINT subjects_mbid_uuid CHECK (length(mbid) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}subjects_key_key ON subjects (key);

-- The facets of a subject: artists in order, the release group, genres, labels.
CREATE TABLE {listens}subject_links (
    subject INTEGER NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL, -- from 0
    target INTEGER NOT NULL,
    credited_name TEXT, -- as printed
    join_phrase TEXT, -- text after the name
    weight REAL NOT NULL DEFAULT 1, -- share of a genre, 0 to 1
    CONSTRAINT subject_links_pkey PRIMARY KEY (subject, kind, position),
    CONSTRAINT subject_links_subject_fkey FOREIGN KEY (subject) REFERENCES subjects (id) ON DELETE CASCADE,
    CONSTRAINT subject_links_target_fkey FOREIGN KEY (target) REFERENCES subjects (id) ON DELETE CASCADE,
    CONSTRAINT subject_links_kind_check CHECK (kind IN ('artist', 'release_group', 'genre', 'label')),
    CONSTRAINT subject_links_credited_name_check CHECK (length(credited_name) <= 4000),
    CONSTRAINT subject_links_join_phrase_check CHECK (length(join_phrase) <= 1000)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}subject_links_target_idx ON subject_links (target, kind);

-- Distinct words that clients sent, with the result of matching them. Shared by all people.
CREATE TABLE {listens}match_inputs (
    id INTEGER NOT NULL, -- assigned by the database
    input_hash BLOB NOT NULL, -- of all fields up to artist_mbids
    recording_msid BLOB NOT NULL, -- the id of these words in the ListenBrainz interface
    artist_name TEXT NOT NULL, -- as sent, trimmed
    recording_name TEXT NOT NULL, -- as sent, trimmed
    release_name TEXT,
    release_artist_name TEXT,
    track_number TEXT,
    length_ms INTEGER, -- as sent
    isrc TEXT,
    recording_mbid BLOB, -- a hint until title and artist were compared
    release_mbid BLOB,
    track_mbid BLOB,
    artist_mbids TEXT NOT NULL DEFAULT '[]', -- JSON
    artist_key TEXT NOT NULL, -- folded
    recording_key TEXT NOT NULL, -- folded
    status TEXT NOT NULL, -- of the automatic match
    stage TEXT, -- what found it
    score REAL, -- 0 to 1
    features TEXT NOT NULL DEFAULT '{}', -- JSON: the reasons
    recording_subject INTEGER NOT NULL, -- what it counts for; of the folded names until something matches
    release_subject INTEGER,
    catalogue_generation INTEGER, -- that was searched
    rules_version INTEGER, -- of the algorithm
    created_at_ms INTEGER NOT NULL,
    matched_at_ms INTEGER, -- last try
    CONSTRAINT match_inputs_pkey PRIMARY KEY (id),
    CONSTRAINT match_inputs_recording_subject_fkey FOREIGN KEY (recording_subject) REFERENCES subjects (id) ON DELETE RESTRICT,
    CONSTRAINT match_inputs_input_hash_check CHECK (length(input_hash) = 16),
    CONSTRAINT match_inputs_artist_name_check CHECK (length(artist_name) <= 10000),
    CONSTRAINT match_inputs_recording_name_check CHECK (length(recording_name) <= 10000),
    CONSTRAINT match_inputs_release_name_check CHECK (length(release_name) <= 10000),
    CONSTRAINT match_inputs_release_artist_name_check CHECK (length(release_artist_name) <= 10000),
    CONSTRAINT match_inputs_track_number_check CHECK (length(track_number) <= 1000),
    CONSTRAINT match_inputs_isrc_check CHECK (length(isrc) <= 1000),
    CONSTRAINT match_inputs_artist_mbids_check CHECK (json_valid(artist_mbids)),
    CONSTRAINT match_inputs_artist_key_check CHECK (length(artist_key) <= 40000),
    CONSTRAINT match_inputs_recording_key_check CHECK (length(recording_key) <= 40000),
    CONSTRAINT match_inputs_status_check CHECK (status IN ('pending', 'matched', 'uncertain', 'unmatched')),
    CONSTRAINT match_inputs_stage_check CHECK (stage IN ('mbid', 'isrc', 'exact', 'fuzzy', 'library')),
    CONSTRAINT match_inputs_features_check CHECK (json_valid(features)),
    CONSTRAINT match_inputs_score_check CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT match_inputs_recording_msid_uuid CHECK (length(recording_msid) = 16),
    CONSTRAINT match_inputs_recording_mbid_uuid CHECK (length(recording_mbid) = 16),
    CONSTRAINT match_inputs_release_mbid_uuid CHECK (length(release_mbid) = 16),
    CONSTRAINT match_inputs_track_mbid_uuid CHECK (length(track_mbid) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}match_inputs_input_hash_key ON match_inputs (input_hash);
CREATE INDEX {listens}match_inputs_recording_msid_idx ON match_inputs (recording_msid);
CREATE INDEX {listens}match_inputs_recording_subject_idx ON match_inputs (recording_subject);
CREATE INDEX {listens}match_inputs_release_subject_idx ON match_inputs (release_subject) WHERE release_subject IS NOT NULL;
CREATE INDEX {listens}match_inputs_pending_idx ON match_inputs (id) WHERE status = 'pending';

-- Up to ten other answers for words that are not certain.
CREATE TABLE {listens}match_candidates (
    match_input INTEGER NOT NULL,
    position INTEGER NOT NULL, -- 1 is the best
    recording_mbid BLOB NOT NULL,
    release_mbid BLOB,
    score REAL NOT NULL, -- 0 to 1
    stage TEXT NOT NULL,
    features TEXT NOT NULL DEFAULT '{}', -- JSON: the reasons
    CONSTRAINT match_candidates_pkey PRIMARY KEY (match_input, position),
    CONSTRAINT match_candidates_match_input_fkey FOREIGN KEY (match_input) REFERENCES match_inputs (id) ON DELETE CASCADE,
    CONSTRAINT match_candidates_stage_check CHECK (stage IN ('mbid', 'isrc', 'exact', 'fuzzy', 'library')),
    CONSTRAINT match_candidates_features_check CHECK (json_valid(features)),
    CONSTRAINT match_candidates_position_check CHECK (position BETWEEN 1 AND 10),
    CONSTRAINT match_candidates_score_check CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT match_candidates_recording_mbid_uuid CHECK (length(recording_mbid) = 16),
    CONSTRAINT match_candidates_release_mbid_uuid CHECK (length(release_mbid) = 16)
) STRICT, WITHOUT ROWID;

-- One row: how often results of matching changed, so that nobody uses an old one.
CREATE TABLE {listens}match_state (
    id INTEGER NOT NULL, -- always 1
    version INTEGER NOT NULL, -- grows
    CONSTRAINT match_state_pkey PRIMARY KEY (id),
    CONSTRAINT match_state_id_check CHECK (id = 1)
) STRICT;
INSERT INTO {listens}match_state (id, version) VALUES (1, 0);

-- One import of one file or account.
CREATE TABLE {listens}listen_imports (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    job_id BLOB, -- running job
    format TEXT NOT NULL, -- such as spotify-extended
    file_name TEXT, -- as uploaded
    file_hash BLOB, -- the same file again is recognised
    position TEXT, -- where to go on
    read_count INTEGER NOT NULL DEFAULT 0, -- rows
    new_count INTEGER NOT NULL DEFAULT 0, -- reports stored
    repeated_count INTEGER NOT NULL DEFAULT 0, -- reports that were there
    skipped_count INTEGER NOT NULL DEFAULT 0, -- rows not taken
    report TEXT NOT NULL DEFAULT '{}', -- JSON: skipped rows by reason, with examples
    created_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    CONSTRAINT listen_imports_pkey PRIMARY KEY (id),
    CONSTRAINT listen_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listen_imports_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE SET NULL,
    CONSTRAINT listen_imports_format_check CHECK (length(format) <= 100),
    CONSTRAINT listen_imports_file_name_check CHECK (length(file_name) <= 1000),
    CONSTRAINT listen_imports_position_check CHECK (length(position) <= 1000),
    CONSTRAINT listen_imports_report_check CHECK (json_valid(report)),
    CONSTRAINT listen_imports_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listen_imports_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listen_imports_job_id_uuid CHECK (length(job_id) = 16)
) STRICT;
CREATE INDEX {listens}listen_imports_user_id_idx ON listen_imports (user_id, created_at_ms);
CREATE INDEX {listens}listen_imports_job_id_idx ON listen_imports (job_id);

-- One report of one play, exactly as it came. Never changed.
CREATE TABLE {listens}listens_raw (
    id BLOB NOT NULL, -- grows in the order of arrival, and tells its instant
    user_id BLOB NOT NULL,
    source TEXT NOT NULL, -- door or import format
    source_track_id TEXT, -- scheme:value of the source
    item_key BLOB NOT NULL, -- hash of what the source calls the play, or of its words
    listened_at_ms INTEGER NOT NULL, -- as sent
    time_meaning TEXT NOT NULL, -- of the instant
    match_input INTEGER NOT NULL, -- the words; loose, checked when written
    played_ms INTEGER, -- observed
    client TEXT, -- program and version
    app_token_id BLOB, -- credential; loose
    import_id BLOB,
    relayed_from TEXT, -- server that forwarded it
    payload TEXT NOT NULL, -- JSON, which the program has parsed
    CONSTRAINT listens_raw_pkey PRIMARY KEY (id),
    CONSTRAINT listens_raw_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listens_raw_import_id_fkey FOREIGN KEY (import_id) REFERENCES listen_imports (id) ON DELETE SET NULL,
    CONSTRAINT listens_raw_source_check CHECK (length(source) BETWEEN 1 AND 100),
    CONSTRAINT listens_raw_source_track_id_check CHECK (length(source_track_id) <= 1000),
    CONSTRAINT listens_raw_item_key_check CHECK (length(item_key) = 16),
    CONSTRAINT listens_raw_time_meaning_check CHECK (time_meaning IN ('start', 'end')),
    CONSTRAINT listens_raw_client_check CHECK (length(client) <= 500),
    CONSTRAINT listens_raw_relayed_from_check CHECK (length(relayed_from) <= 1000),
    CONSTRAINT listens_raw_payload_check CHECK (length(payload) <= 1000000),
    CONSTRAINT listens_raw_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listens_raw_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listens_raw_app_token_id_uuid CHECK (length(app_token_id) = 16),
    CONSTRAINT listens_raw_import_id_uuid CHECK (length(import_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX {listens}listens_raw_item_key ON listens_raw (user_id, listened_at_ms, source, item_key);
CREATE INDEX {listens}listens_raw_import_id_idx ON listens_raw (import_id) WHERE import_id IS NOT NULL;

-- What happened: one row for each play, derived from the reports. The key is the order of reading.
CREATE TABLE {listens}listens (
    user_id BLOB NOT NULL,
    listened_at_ms INTEGER NOT NULL, -- beginning
    id BLOB NOT NULL, -- of the report that stands for it
    match_input INTEGER NOT NULL, -- words after edits and rules; loose
    recording_subject INTEGER NOT NULL, -- what it counts for; loose
    release_subject INTEGER, -- loose
    played_ms INTEGER, -- observed, else the length
    is_manual INTEGER NOT NULL DEFAULT 0, -- the person chose the recording
    hidden_by TEXT, -- not shown and not counted
    CONSTRAINT listens_pkey PRIMARY KEY (user_id, listened_at_ms, id),
    CONSTRAINT listens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listens_id_fkey FOREIGN KEY (id) REFERENCES listens_raw (id) ON DELETE CASCADE,
    CONSTRAINT listens_hidden_by_check CHECK (hidden_by IN ('deletion', 'block')),
    CONSTRAINT listens_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listens_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listens_is_manual_boolean CHECK (is_manual IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX {listens}listens_id_key ON listens (id);
CREATE INDEX {listens}listens_match_input_idx ON listens (match_input, user_id, listened_at_ms);
CREATE INDEX {listens}listens_manual_idx ON listens (recording_subject, user_id) WHERE is_manual;

-- Reports of a play that is there already.
CREATE TABLE {listens}listen_duplicates (
    raw_id BLOB NOT NULL, -- the other report
    listen_id BLOB NOT NULL, -- the play
    rule TEXT NOT NULL, -- that said so
    distance_ms INTEGER NOT NULL, -- between the beginnings
    CONSTRAINT listen_duplicates_pkey PRIMARY KEY (raw_id),
    CONSTRAINT listen_duplicates_raw_id_fkey FOREIGN KEY (raw_id) REFERENCES listens_raw (id) ON DELETE CASCADE,
    CONSTRAINT listen_duplicates_listen_id_fkey FOREIGN KEY (listen_id) REFERENCES listens (id) ON DELETE CASCADE,
    CONSTRAINT listen_duplicates_rule_check CHECK (length(rule) <= 100),
    CONSTRAINT listen_duplicates_raw_id_uuid CHECK (length(raw_id) = 16),
    CONSTRAINT listen_duplicates_listen_id_uuid CHECK (length(listen_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}listen_duplicates_listen_id_idx ON listen_duplicates (listen_id);

-- What a person did to single plays. A rebuild applies it again; undoing marks it.
CREATE TABLE {listens}listen_edits (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    raw_id BLOB NOT NULL, -- report that it concerns
    action TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}', -- JSON: new value
    batch_id BLOB NOT NULL, -- edits made together are undone together
    created_at_ms INTEGER NOT NULL,
    undone_at_ms INTEGER,
    CONSTRAINT listen_edits_pkey PRIMARY KEY (id),
    CONSTRAINT listen_edits_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listen_edits_raw_id_fkey FOREIGN KEY (raw_id) REFERENCES listens_raw (id) ON DELETE CASCADE,
    CONSTRAINT listen_edits_action_check CHECK (action IN ('delete', 'separate', 'set_match', 'set_words', 'set_time')),
    CONSTRAINT listen_edits_detail_check CHECK (json_valid(detail)),
    CONSTRAINT listen_edits_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listen_edits_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listen_edits_raw_id_uuid CHECK (length(raw_id) = 16),
    CONSTRAINT listen_edits_batch_id_uuid CHECK (length(batch_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}listen_edits_user_id_idx ON listen_edits (user_id, id);
CREATE INDEX {listens}listen_edits_raw_id_idx ON listen_edits (raw_id);
CREATE INDEX {listens}listen_edits_batch_id_idx ON listen_edits (batch_id);

-- Corrections for the past and the future, in order.
CREATE TABLE {listens}listen_rules (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    position INTEGER NOT NULL, -- order of application
    action TEXT NOT NULL,
    condition TEXT NOT NULL, -- JSON: which words
    effect TEXT NOT NULL DEFAULT '{}', -- JSON: new words
    is_enabled INTEGER NOT NULL DEFAULT 1,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    CONSTRAINT listen_rules_pkey PRIMARY KEY (id),
    CONSTRAINT listen_rules_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT listen_rules_action_check CHECK (action IN ('rename', 'split', 'join', 'block', 'keep_together')),
    CONSTRAINT listen_rules_condition_check CHECK (json_valid(condition)),
    CONSTRAINT listen_rules_effect_check CHECK (json_valid(effect)),
    CONSTRAINT listen_rules_id_uuid CHECK (length(id) = 16),
    CONSTRAINT listen_rules_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT listen_rules_is_enabled_boolean CHECK (is_enabled IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX {listens}listen_rules_position_key ON listen_rules (user_id, position);

-- What a person says about all listens with the same words.
CREATE TABLE {listens}manual_matches (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    recording_msid BLOB NOT NULL, -- words
    recording_mbid BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    retired_at_ms INTEGER, -- replaced or withdrawn
    CONSTRAINT manual_matches_pkey PRIMARY KEY (id),
    CONSTRAINT manual_matches_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT manual_matches_id_uuid CHECK (length(id) = 16),
    CONSTRAINT manual_matches_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT manual_matches_recording_msid_uuid CHECK (length(recording_msid) = 16),
    CONSTRAINT manual_matches_recording_mbid_uuid CHECK (length(recording_mbid) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}manual_matches_valid_key ON manual_matches (user_id, recording_msid) WHERE retired_at_ms IS NULL;
CREATE INDEX {listens}manual_matches_recording_msid_idx ON manual_matches (recording_msid);
CREATE INDEX {listens}manual_matches_user_id_idx ON manual_matches (user_id, id);

-- Love and hate as scrobblers send them.
CREATE TABLE {listens}feedback (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    recording_msid BLOB,
    recording_mbid BLOB,
    score INTEGER NOT NULL, -- 1 love, -1 hate
    source TEXT NOT NULL, -- door
    created_at_ms INTEGER NOT NULL,
    CONSTRAINT feedback_pkey PRIMARY KEY (id),
    CONSTRAINT feedback_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT feedback_source_check CHECK (length(source) BETWEEN 1 AND 100),
    CONSTRAINT feedback_score_check CHECK (abs(score) = 1),
    CONSTRAINT feedback_target_check CHECK (recording_msid IS NOT NULL OR recording_mbid IS NOT NULL),
    CONSTRAINT feedback_id_uuid CHECK (length(id) = 16),
    CONSTRAINT feedback_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT feedback_recording_msid_uuid CHECK (length(recording_msid) = 16),
    CONSTRAINT feedback_recording_mbid_uuid CHECK (length(recording_mbid) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}feedback_recording_mbid_key ON feedback (user_id, recording_mbid) WHERE recording_mbid IS NOT NULL;
CREATE UNIQUE INDEX {listens}feedback_recording_msid_key ON feedback (user_id, recording_msid) WHERE recording_msid IS NOT NULL AND recording_mbid IS NULL;
CREATE INDEX {listens}feedback_user_id_idx ON feedback (user_id, created_at_ms, id);
CREATE INDEX {listens}feedback_recording_mbid_idx ON feedback (recording_mbid, created_at_ms);
CREATE INDEX {listens}feedback_recording_msid_idx ON feedback (recording_msid, created_at_ms);

-- Recordings that people show on their profile for a while.
CREATE TABLE {listens}pins (
    id BLOB NOT NULL,
    row_number INTEGER NOT NULL, -- for the ListenBrainz interface
    user_id BLOB NOT NULL,
    recording_msid BLOB,
    recording_mbid BLOB,
    comment TEXT,
    created_at_ms INTEGER NOT NULL,
    pinned_until_ms INTEGER NOT NULL, -- a new pin moves it to its own beginning
    CONSTRAINT pins_pkey PRIMARY KEY (id),
    CONSTRAINT pins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT pins_comment_check CHECK (length(comment) <= 280),
    CONSTRAINT pins_target_check CHECK (recording_msid IS NOT NULL OR recording_mbid IS NOT NULL),
    CONSTRAINT pins_id_uuid CHECK (length(id) = 16),
    CONSTRAINT pins_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT pins_recording_msid_uuid CHECK (length(recording_msid) = 16),
    CONSTRAINT pins_recording_mbid_uuid CHECK (length(recording_mbid) = 16)
) STRICT;
CREATE UNIQUE INDEX {listens}pins_row_number_key ON pins (row_number);
CREATE INDEX {listens}pins_user_id_idx ON pins (user_id, created_at_ms, id);

-- What plays at this moment, one row for each program of a person.
CREATE TABLE {listens}now_playing (
    user_id BLOB NOT NULL,
    client TEXT NOT NULL DEFAULT '', -- program
    recording_msid BLOB NOT NULL,
    words TEXT NOT NULL, -- JSON: as understood
    payload TEXT NOT NULL, -- JSON as sent
    started_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    CONSTRAINT now_playing_pkey PRIMARY KEY (user_id, client),
    CONSTRAINT now_playing_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT now_playing_client_check CHECK (length(client) <= 500),
    CONSTRAINT now_playing_words_check CHECK (json_valid(words)),
    CONSTRAINT now_playing_payload_check CHECK (length(payload) <= 1000000),
    CONSTRAINT now_playing_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT now_playing_recording_msid_uuid CHECK (length(recording_msid) = 16)
) STRICT;
CREATE INDEX {listens}now_playing_expires_at_idx ON now_playing (expires_at_ms);

-- How far a service was read.
CREATE TABLE {listens}import_marks (
    user_id BLOB NOT NULL,
    service TEXT NOT NULL, -- such as lastfm
    latest_listened_at_ms INTEGER NOT NULL, -- only moves forward
    status TEXT, -- of the last run
    error TEXT, -- why it failed
    updated_at_ms INTEGER NOT NULL,
    CONSTRAINT import_marks_pkey PRIMARY KEY (user_id, service),
    CONSTRAINT import_marks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT import_marks_service_check CHECK (length(service) BETWEEN 1 AND 100),
    CONSTRAINT import_marks_status_check CHECK (length(status) <= 1000),
    CONSTRAINT import_marks_error_check CHECK (length(error) <= 2000),
    CONSTRAINT import_marks_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;

-- All-time counts of one person for one subject, changed with the listens.
CREATE TABLE {listens}user_subjects (
    user_id BLOB NOT NULL,
    subject INTEGER NOT NULL, -- loose
    kind TEXT NOT NULL, -- of the subject; the total has the subject 0
    listens INTEGER NOT NULL,
    played_ms INTEGER NOT NULL,
    first_listened_at_ms INTEGER NOT NULL,
    last_listened_at_ms INTEGER NOT NULL,
    CONSTRAINT user_subjects_pkey PRIMARY KEY (user_id, subject),
    CONSTRAINT user_subjects_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT user_subjects_kind_check CHECK (kind IN ('recording', 'release', 'artist', 'total')),
    CONSTRAINT user_subjects_listens_check CHECK (listens >= 0),
    CONSTRAINT user_subjects_user_id_uuid CHECK (length(user_id) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}user_subjects_top_idx ON user_subjects (user_id, kind, listens, subject);

-- One day of one person in the person's time zone.
CREATE TABLE {listens}stat_days (
    user_id BLOB NOT NULL,
    day INTEGER NOT NULL, -- since 1970-01-01
    is_stale INTEGER NOT NULL DEFAULT 1, -- count again before answering
    listens INTEGER NOT NULL DEFAULT 0,
    played_ms INTEGER NOT NULL DEFAULT 0,
    hours BLOB, -- 24 counters of 4 bytes; none before the first count
    CONSTRAINT stat_days_pkey PRIMARY KEY (user_id, day),
    CONSTRAINT stat_days_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT stat_days_user_id_uuid CHECK (length(user_id) = 16),
    CONSTRAINT stat_days_is_stale_boolean CHECK (is_stale IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX {listens}stat_days_stale_idx ON stat_days (user_id, day) WHERE is_stale;

-- Packed counts of one kind of subject over one day, month or year of one person.
CREATE TABLE {listens}stat_blocks (
    user_id BLOB NOT NULL,
    kind TEXT NOT NULL, -- of the subjects
    grain TEXT NOT NULL, -- length of the period
    period INTEGER NOT NULL, -- days, months or years since 1970
    counts BLOB NOT NULL, -- subject, plays, seconds, as variable-length numbers
    CONSTRAINT stat_blocks_pkey PRIMARY KEY (user_id, kind, grain, period),
    CONSTRAINT stat_blocks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT stat_blocks_kind_check CHECK (kind IN ('recording', 'release', 'artist')),
    CONSTRAINT stat_blocks_grain_check CHECK (grain IN ('day', 'month', 'year')),
    CONSTRAINT stat_blocks_user_id_uuid CHECK (length(user_id) = 16)
) STRICT, WITHOUT ROWID;

-- For which time zone a person's days were counted.
CREATE TABLE {listens}stat_zones (
    user_id BLOB NOT NULL,
    time_zone TEXT NOT NULL, -- IANA name
    rules_version INTEGER NOT NULL, -- of the counting
    CONSTRAINT stat_zones_pkey PRIMARY KEY (user_id),
    CONSTRAINT stat_zones_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT stat_zones_time_zone_check CHECK (length(time_zone) BETWEEN 1 AND 64),
    CONSTRAINT stat_zones_user_id_uuid CHECK (length(user_id) = 16)
) STRICT;
