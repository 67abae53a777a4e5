-- SQLite has json_each and unhex, PostgreSQL has functions of its own.
-- One submission of a person at a time, and none while results of matching change; SQLite has one writer anyway.
-- Two that submit for several people take them in the same order.
-- $1 is a JSON list of hexadecimal texts.
SELECT u.id, u.time_zone, s.version,
       EXISTS (SELECT 1 FROM listen_rules AS a WHERE a.user_id = u.id AND a.is_enabled) AS has_rules,
       EXISTS (SELECT 1 FROM manual_matches AS m WHERE m.user_id = u.id AND m.retired_at_ms IS NULL) AS has_matches,
       EXISTS (SELECT 1 FROM listen_edits AS e WHERE e.user_id = u.id) AS has_edits,
       EXISTS (SELECT 1 FROM relay_targets AS t JOIN user_settings AS w ON w.user_id = t.user_id
               WHERE t.user_id = u.id AND t.is_enabled AND w.scrobble_enabled) AS has_relays
FROM users AS u, match_state AS s
WHERE u.id = ANY (ARRAY(SELECT CAST(wanted.value AS uuid) FROM jsonb_array_elements_text(CAST(CAST($1 AS text) AS jsonb)) AS wanted (value)))
      AND s.id = 1
ORDER BY u.id
FOR NO KEY UPDATE OF u
FOR SHARE OF s
