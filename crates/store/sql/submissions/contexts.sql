-- $1 is a JSON list of hexadecimal texts, each once. IN would keep them in a table of its own, for each submission.
SELECT u.id, u.time_zone, s.version,
       EXISTS (SELECT 1 FROM listen_rules AS a WHERE a.user_id = u.id AND a.is_enabled) AS has_rules,
       EXISTS (SELECT 1 FROM manual_matches AS m WHERE m.user_id = u.id AND m.retired_at_ms IS NULL) AS has_matches,
       EXISTS (SELECT 1 FROM listen_edits AS e WHERE e.user_id = u.id) AS has_edits,
       EXISTS (SELECT 1 FROM relay_targets AS t JOIN user_settings AS w ON w.user_id = t.user_id
               WHERE t.user_id = u.id AND t.is_enabled AND w.scrobble_enabled) AS has_relays
FROM json_each($1) AS wanted
CROSS JOIN users AS u
CROSS JOIN match_state AS s
WHERE u.id = unhex(wanted.value) AND s.id = 1
