//! How SQLite finds rows: by an index, except for what is listed here with its reason.

use std::collections::BTreeSet;

use crate::place::Engine;
use crate::schema::sqlite;

const ADMINS: &str = "the index holds administrators only";
const ALL_ROWS: &str = "all rows are asked for, in the order of the key";
const A_PAGE: &str = "the rows of a page, which an index has found";
const A_LIST: &str = "the list that was asked for, in a virtual table";
const COUNT: &str = "a count of everything; nothing that is done often needs it";
const BY_HAND: &str = "groups what people chose by hand";
const FEW_BATCHES: &str = "groups what one person did by hand";
const LATEST: &str = "looks at all kept checks; nothing that is done often needs it";
const NEWEST: &str = "sorts what was said at one instant";
const OF_ONE_TARGET: &str = "a target is told little of what somebody loves, and soon";
const OF_ONE_USER: &str = "sorts what one user has";
const ONE_INSTANT: &str = "sorts checks of one millisecond";
const OPEN: &str = "an administrator's list; the rows are those that have not been removed yet";
const QUEUE: &str = "walks the jobs that wait in their order and takes the first that is due";
const PROGRAMS: &str = "a person has few programs";
const TWO_ENDS: &str = "one row of two look-ups";
const REMOVAL: &str = "rows are removed in the background, and a user has few";

/// What a plan says that is not a walk along an index to what is asked for, and why it may.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("export/feedback", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/listen_imports", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/listens_inbox", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/listen_rules", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/relay_targets", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("relay_opinions/next", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_TARGET),
    ("relay_targets/list_of_user", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/pins", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("feedback/list_on_mbid", "USE TEMP B-TREE FOR LAST TERM OF ORDER BY", NEWEST),
    ("feedback/list_on_msid", "USE TEMP B-TREE FOR LAST TERM OF ORDER BY", NEWEST),
    ("feedback/list_on_mbids", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("feedback/list_on_msids", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("listen_edits/batches", "USE TEMP B-TREE FOR GROUP BY", FEW_BATCHES),
    ("now_playing/list", "USE TEMP B-TREE FOR ORDER BY", PROGRAMS),
    ("listens/rows", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("listens/with_words", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("listens_inbox/remove", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("listens_raw/of_listens", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("manual_matches/count", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("manual_matches/count", "USE TEMP B-TREE FOR GROUP BY", BY_HAND),
    ("match_inputs/find_by_hashes", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("match_inputs/list", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("stats/block_bounds", "SCAN CONSTANT ROW", TWO_ENDS),
    ("stats/bounds", "SCAN CONSTANT ROW", TWO_ENDS),
    ("submissions/contexts", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("submissions/near", "SCAN span VIRTUAL TABLE INDEX 1:", A_LIST),
    ("subjects/facets", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("subjects/ids_by_keys", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("subjects/links", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("subjects/list", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("subjects/traits", "SCAN wanted VIRTUAL TABLE INDEX 1:", A_LIST),
    ("app_tokens/delete_ended", "SCAN app_tokens", REMOVAL),
    ("app_tokens/list_of_user", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("audit/list_of_user", "SCAN done", A_PAGE),
    ("audit/list_of_user", "SCAN suffered", A_PAGE),
    ("export/app_tokens", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/audit_events", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/one_time_tokens", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/sessions", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("export/user_identities", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("health/history", "USE TEMP B-TREE FOR LAST TERM OF ORDER BY", ONE_INSTANT),
    ("health/latest", "SCAN (subquery-3)", LATEST),
    ("health/latest", "SCAN health_checks USING INDEX health_checks_component_idx", LATEST),
    ("health/latest", "SCAN ranked", LATEST),
    ("health/latest", "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY", LATEST),
    ("health/latest", "USE TEMP B-TREE FOR ORDER BY", LATEST),
    ("identities/list_of_user", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("jobs/claim", "SCAN jobs USING COVERING INDEX jobs_queue_idx", QUEUE),
    ("jobs/count_by_state", "SCAN jobs USING COVERING INDEX jobs_state_idx", COUNT),
    (
        "one_time_tokens/list_open",
        "SCAN one_time_tokens USING INDEX sqlite_autoindex_one_time_tokens_1",
        OPEN,
    ),
    ("retention/list", "SCAN retention USING INDEX sqlite_autoindex_retention_1", ALL_ROWS),
    ("schedules/list", "SCAN schedules USING INDEX sqlite_autoindex_schedules_1", ALL_ROWS),
    ("secrets/count_by_key", "SCAN kept", COUNT),
    (
        "secrets/count_by_key",
        "SCAN user_secrets USING COVERING INDEX user_secrets_key_id_idx",
        COUNT,
    ),
    ("secrets/count_by_key", "USE TEMP B-TREE FOR GROUP BY", COUNT),
    ("sessions/list_of_user", "USE TEMP B-TREE FOR ORDER BY", OF_ONE_USER),
    ("settings/list", "SCAN settings USING INDEX sqlite_autoindex_settings_1", ALL_ROWS),
    ("users/count", "SCAN users USING COVERING INDEX users_email_key", COUNT),
    ("users/count_admins", "SCAN users USING INDEX users_admin_idx", ADMINS),
];

/// The parts of a plan that read all of something or sort.
fn findings(raw: &rusqlite::Connection, sql: &str) -> BTreeSet<String> {
    let mut explained = raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let lines = explained.raw_query().mapped(|row| row.get::<_, String>("detail"));
    let lines = lines.map(|line| line.unwrap());
    lines.filter(|line| line.starts_with("SCAN") || line.starts_with("USE TEMP")).collect()
}

#[tokio::test]
async fn every_statement_finds_its_rows_by_an_index() {
    let place = Engine::sqlite(None, None).place().await;
    let raw = sqlite(&place);
    let mut found = BTreeSet::new();
    for query in store::queries() {
        found.extend(findings(&raw, query.sql).into_iter().map(|line| (query.name, line)));
    }
    let listed: BTreeSet<_> =
        EXCEPTIONS.iter().map(|(name, line, _)| (*name, (*line).to_owned())).collect();
    let (new, gone) = (&found - &listed, &listed - &found);
    assert!(new.is_empty() && gone.is_empty(), "not listed: {new:#?}\nnot found: {gone:#?}");
}

#[tokio::test]
async fn both_sides_of_every_foreign_key_are_found_by_an_index() {
    let place = Engine::sqlite(None, None).place().await;
    let raw = sqlite(&place);
    let mut keys = raw
        .prepare(
            "SELECT t.name, k.\"from\", k.\"table\", k.\"to\" FROM pragma_table_list AS t, \
             pragma_foreign_key_list(t.name) AS k WHERE t.schema = 'main'",
        )
        .unwrap();
    let keys = keys.query_map([], |row| {
        Ok([(row.get(0)?, row.get(1)?), (row.get(2)?, row.get::<_, String>(3)?)])
    });
    let sides: Vec<(String, String)> = keys.unwrap().flat_map(|key| key.unwrap()).collect();
    assert!(sides.len() >= 20, "{sides:?}");
    for (table, column) in sides {
        let sql = format!("SELECT 1 FROM {table} WHERE {column} = $1");
        assert_eq!(findings(&raw, &sql), BTreeSet::new(), "{table}.{column}");
    }
}
