//! Retention: how long rows of a class are kept, and when they were last removed.

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::users::one;
use crate::value::Row;

queries! {
    "retention";
    PUT = "put";
    LIST = "list";
    RECORD_RUN = "record_run";
}

/// The rule of a class of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The class, such as `audit_events`.
    pub data_class: String,
    /// How long rows are kept, in milliseconds; none for ever.
    pub keep_ms: Option<i64>,
    /// When the rule was set, in milliseconds since 1970.
    pub updated_at_ms: i64,
    /// When rows were last removed.
    pub last_run_at_ms: Option<i64>,
    /// How many that were.
    pub removed_rows: i64,
}

/// Sets the rule of a class.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put(
    tx: &mut Tx<'_>,
    data_class: &str,
    keep_ms: Option<i64>,
    now_ms: i64,
) -> Result<()> {
    tx.execute(&PUT, params![data_class, keep_ms, now_ms]).await.map(drop)
}

/// All rules.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch) -> Result<Vec<Retention>> {
    all(&on.fetch(&LIST, params![]).await?, rule)
}

/// Notes that rows of a class were removed.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn record_run(
    tx: &mut Tx<'_>,
    data_class: &str,
    now_ms: i64,
    removed: u64,
) -> Result<bool> {
    let removed = i64::try_from(removed).unwrap_or(i64::MAX);
    one(tx.execute(&RECORD_RUN, params![data_class, now_ms, removed]).await)
}

fn rule(row: &Row) -> Result<Retention> {
    Ok(Retention {
        data_class: row.get("data_class")?,
        keep_ms: row.get("keep_ms")?,
        updated_at_ms: row.get("updated_at_ms")?,
        last_run_at_ms: row.get("last_run_at_ms")?,
        removed_rows: row.get("removed_rows")?,
    })
}
