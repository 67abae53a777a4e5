-- Love and hate that wait to be told to a target: the latest about each recording.
CREATE TABLE {listens}relay_opinions (
    target_id BLOB NOT NULL,
    recording_id BLOB NOT NULL, -- MSID or MBID that the opinion is about
    artist_name TEXT NOT NULL DEFAULT '', -- as a target without MBIDs is told
    recording_name TEXT NOT NULL DEFAULT '',
    recording_mbid BLOB, -- as a target with MBIDs is told
    score INTEGER NOT NULL, -- 1 love, -1 hate, 0 neither
    queued_at_ms INTEGER NOT NULL, -- order of sending
    CONSTRAINT relay_opinions_pkey PRIMARY KEY (target_id, recording_id),
    CONSTRAINT relay_opinions_target_id_fkey FOREIGN KEY (target_id) REFERENCES relay_targets (id) ON DELETE CASCADE,
    CONSTRAINT relay_opinions_artist_name_check CHECK (length(artist_name) <= 4000),
    CONSTRAINT relay_opinions_recording_name_check CHECK (length(recording_name) <= 4000),
    CONSTRAINT relay_opinions_score_check CHECK (abs(score) <= 1),
    CONSTRAINT relay_opinions_target_id_uuid CHECK (length(target_id) = 16),
    CONSTRAINT relay_opinions_recording_id_uuid CHECK (length(recording_id) = 16),
    CONSTRAINT relay_opinions_recording_mbid_uuid CHECK (length(recording_mbid) = 16)
) STRICT, WITHOUT ROWID;
