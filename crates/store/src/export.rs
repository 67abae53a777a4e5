//! Export: all rows about one user, table by table, without hashes and ciphertexts.

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::params;
use crate::query::{Query, queries};
use crate::tx::Fetch;
use crate::value::{FromValue as _, Row, Value};

queries! {
    "export";
    USERS = "users";
    USER_IDENTITIES = "user_identities";
    USER_SETTINGS = "user_settings";
    SESSIONS = "sessions";
    APP_TOKENS = "app_tokens";
    ONE_TIME_TOKENS = "one_time_tokens";
    USER_SECRETS = "user_secrets";
    AUDIT_EVENTS = "audit_events";
    LISTENS_INBOX = "listens_inbox";
    LISTENS_RAW = "listens_raw";
    LISTEN_EDITS = "listen_edits";
    LISTEN_RULES = "listen_rules";
    MANUAL_MATCHES = "manual_matches";
    LISTEN_IMPORTS = "listen_imports";
    IMPORT_MARKS = "import_marks";
    NOW_PLAYING = "now_playing";
    FEEDBACK = "feedback";
    PINS = "pins";
    SCROBBLE_SESSIONS = "scrobble_sessions";
    RELAY_TARGETS = "relay_targets";
}

/// Every table with rows of users, and the statement that reads them. Its parameters are the
/// user, the key after which a page begins, and how many rows there are on it at most.
pub static TABLES: [(&str, &Query); 20] = [
    ("users", &USERS),
    ("user_identities", &USER_IDENTITIES),
    ("user_settings", &USER_SETTINGS),
    ("sessions", &SESSIONS),
    ("app_tokens", &APP_TOKENS),
    ("one_time_tokens", &ONE_TIME_TOKENS),
    ("user_secrets", &USER_SECRETS),
    ("audit_events", &AUDIT_EVENTS),
    // Before the reports: those that are made of it meanwhile are found there.
    ("listens_inbox", &LISTENS_INBOX),
    ("listens_raw", &LISTENS_RAW),
    ("listen_edits", &LISTEN_EDITS),
    ("listen_rules", &LISTEN_RULES),
    ("manual_matches", &MANUAL_MATCHES),
    ("listen_imports", &LISTEN_IMPORTS),
    ("import_marks", &IMPORT_MARKS),
    ("now_playing", &NOW_PLAYING),
    ("feedback", &FEEDBACK),
    ("pins", &PINS),
    ("scrobble_sessions", &SCROBBLE_SESSIONS),
    ("relay_targets", &RELAY_TARGETS),
];

/// Tables with a person's rows that are made of the others, and are made again from them.
pub const DERIVED: [&str; 4] = ["listens", "stat_days", "stat_blocks", "stat_zones"];

/// A row with the names of its columns.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where the next page begins: the first column.
    pub key: Uuid,
    /// Names and values, the key included.
    pub fields: Vec<(String, Value)>,
}

/// Rows of a table of [`TABLES`] about a user, from the one behind `after`, in the order of keys.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn page(
    on: impl Fetch,
    query: &'static Query,
    (user_id, after): (Uuid, Uuid),
    limit: u32,
) -> Result<Vec<Record>> {
    let rows = on.fetch(query, params![user_id, after, limit]).await?;
    rows.into_iter().map(record).collect()
}

fn record(row: Row) -> Result<Record> {
    let key = row.values.first().and_then(Uuid::from_value).ok_or_else(|| Error::Foreign {
        query: row.query,
        column: "0".to_owned(),
        expected: "an id",
    })?;
    let fields = row.columns.iter().cloned().zip(row.values).collect();
    Ok(Record { key, fields })
}
