//! Health checks: what was found when a component was looked at, with history.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::value::Row;
use crate::word::words;

queries! {
    "health";
    INSERT = "insert";
    LATEST = "latest";
    HISTORY = "history";
    DELETE_BEFORE = "delete_before";
}

words! {
    /// How a component is.
    Status, "a status";
    /// It does what it should.
    Healthy = "healthy",
    /// It does so slowly or in part.
    Degraded = "degraded",
    /// It does not.
    Unhealthy = "unhealthy",
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// The id of the row.
    pub id: Uuid,
    /// What was looked at, such as `database`.
    pub component: String,
    /// How it was.
    pub status: Status,
    /// For people.
    pub message: Option<String>,
    /// JSON with figures.
    pub data: String,
    /// When, in milliseconds since 1970.
    pub checked_at_ms: i64,
}

/// Writes down what was found.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, check: &HealthCheck) -> Result<()> {
    let params = params![
        check.id,
        &check.component,
        check.status,
        check.message.as_ref(),
        &check.data,
        check.checked_at_ms,
    ];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The newest finding of each component.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn latest(on: impl Fetch) -> Result<Vec<HealthCheck>> {
    all(&on.fetch(&LATEST, params![]).await?, check)
}

/// Findings about a component from before a time, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn history(
    on: impl Fetch,
    component: &str,
    before_ms: i64,
    limit: u32,
) -> Result<Vec<HealthCheck>> {
    all(&on.fetch(&HISTORY, params![component, before_ms, limit]).await?, check)
}

/// Removes findings from before this time, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_before(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_BEFORE, params![before_ms, limit]).await
}

fn check(row: &Row) -> Result<HealthCheck> {
    Ok(HealthCheck {
        id: row.get("id")?,
        component: row.get("component")?,
        status: row.get("status")?,
        message: row.get("message")?,
        data: row.get("data")?,
        checked_at_ms: row.get("checked_at_ms")?,
    })
}
