//! Schedules: when the jobs of the configuration are due next.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::users::one;
use crate::value::Row;

queries! {
    "schedules";
    PUT = "put";
    LIST = "list";
    ADVANCE = "advance";
    DELETE = "delete";
}

/// A schedule. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its name in the configuration.
    pub name: String,
    /// The text that the time was computed from.
    pub cron: String,
    /// When it is due.
    pub next_run_at_ms: i64,
    /// When it was due last.
    pub last_run_at_ms: Option<i64>,
    /// The job that was made then, as long as it is kept.
    pub last_job_id: Option<Uuid>,
}

/// Adds a schedule, or gives it a new time if its text has changed.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put(tx: &mut Tx<'_>, name: &str, cron: &str, next_run_at_ms: i64) -> Result<bool> {
    one(tx.execute(&PUT, params![name, cron, next_run_at_ms]).await)
}

/// All schedules.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch) -> Result<Vec<Schedule>> {
    all(&on.fetch(&LIST, params![]).await?, schedule)
}

/// Moves a schedule on, to `next_run_at_ms`. False when another process has done so: then the job
/// is that process's.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn advance(
    tx: &mut Tx<'_>,
    due: &Schedule,
    next_run_at_ms: i64,
    (now_ms, job_id): (i64, Option<Uuid>),
) -> Result<bool> {
    let params = params![&due.name, due.next_run_at_ms, next_run_at_ms, now_ms, job_id];
    one(tx.execute(&ADVANCE, params).await)
}

/// Removes a schedule that is not configured any more.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    one(tx.execute(&DELETE, params![name]).await)
}

fn schedule(row: &Row) -> Result<Schedule> {
    Ok(Schedule {
        name: row.get("name")?,
        cron: row.get("cron")?,
        next_run_at_ms: row.get("next_run_at_ms")?,
        last_run_at_ms: row.get("last_run_at_ms")?,
        last_job_id: row.get("last_job_id")?,
    })
}
