-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- $1 is a JSON list of hexadecimal texts.
SELECT id, input_hash, recording_msid, artist_name, recording_name, release_name, release_artist_name, track_number,
       length_ms, isrc, recording_mbid, release_mbid, track_mbid, artist_mbids, is_one_artist, artist_key, recording_key,
       status, stage, score, features, recording_subject, release_subject, catalogue_generation, rules_version
FROM match_inputs
WHERE input_hash IN (SELECT decode(wanted.value, 'hex') FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value))
