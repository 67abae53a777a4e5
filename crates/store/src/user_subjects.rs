//! All-time counts of one person for one subject.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::value::Row;
use crate::word::words;

queries! {
    "user_subjects";
    ADD = "add";
    SUBTRACT = "subtract";
    SET_BOUNDS = "set_bounds";
    DELETE_ONE = "delete_one";
    DELETE_ALL = "delete_all";
    TOP = "top";
    COUNT = "count";
    ALL = "all";
    FIND = "find";
    DISCOVERED = "discovered";
    COUNT_DISCOVERED = "count_discovered";
    USERS = "users";
}

/// The number under which everything together is counted; no subject has it.
pub const TOTAL: i64 = 0;

words! {
    /// What is counted.
    #[derive(PartialOrd, Ord)]
    Counted, "a counted kind";
    /// Recordings.
    Recording = "recording",
    /// Releases.
    Release = "release",
    /// Credited artists.
    Artist = "artist",
    /// Everything together.
    Total = "total",
}

/// Counts of a person for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Of what.
    pub subject: i64,
    /// What that is.
    pub kind: Counted,
    /// Plays.
    pub listens: i64,
    /// Listening time.
    pub played_ms: i64,
    /// The first play.
    pub first_listened_at_ms: i64,
    /// The latest play.
    pub last_listened_at_ms: i64,
}

/// Adds counts; the caller brings them in the order of subjects, so that two who add at once do
/// not wait for each other.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn add(tx: &mut Tx<'_>, user_id: Uuid, counts: &[Count]) -> Result<()> {
    let rows = counts.iter().map(|it| {
        params![
            user_id,
            it.subject,
            it.kind,
            it.listens,
            it.played_ms,
            it.first_listened_at_ms,
            it.last_listened_at_ms,
        ]
    });
    tx.insert_many(&ADD, rows.collect()).await.map(drop)
}

/// Takes plays and listening time from a subject. Answers the first and latest play that were
/// known, and how many plays are left.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn subtract(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    subject: i64,
    (listens, played_ms): (i64, i64),
) -> Result<Option<(i64, i64, i64)>> {
    let rows = tx.rows(&SUBTRACT, params![user_id, subject, listens, played_ms]).await?;
    first(&rows, |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
}

/// Corrects the first and latest play of a subject.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_bounds(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    subject: i64,
    (first_ms, last_ms): (i64, i64),
) -> Result<()> {
    tx.execute(&SET_BOUNDS, params![user_id, subject, first_ms, last_ms]).await.map(drop)
}

/// Forgets a subject without plays.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, user_id: Uuid, subject: i64) -> Result<()> {
    tx.execute(&DELETE_ONE, params![user_id, subject]).await.map(drop)
}

/// Forgets all counts of a person.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_all(tx: &mut Tx<'_>, user_id: Uuid) -> Result<()> {
    tx.execute(&DELETE_ALL, params![user_id]).await.map(drop)
}

/// The subjects with most plays.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn top(
    on: impl Fetch,
    (user_id, kind): (Uuid, Counted),
    (limit, offset): (u32, u32),
) -> Result<Vec<Count>> {
    all(&on.fetch(&TOP, params![user_id, kind, limit, offset]).await?, count_row)
}

/// How many subjects of a kind a person has heard.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, user_id: Uuid, kind: Counted) -> Result<i64> {
    let rows = on.fetch(&COUNT, params![user_id, kind]).await?;
    first(&rows, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// All counts of a kind behind a subject, by subject.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(
    on: impl Fetch,
    (user_id, kind): (Uuid, Counted),
    after: i64,
    limit: u32,
) -> Result<Vec<Count>> {
    all(&on.fetch(&ALL, params![user_id, kind, after, limit]).await?, count_row)
}

/// The counts for one subject.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, subject: i64) -> Result<Option<Count>> {
    first(&on.fetch(&FIND, params![user_id, subject]).await?, count_row)
}

/// Subjects whose first play lies between two instants, both included, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn discovered(
    on: impl Fetch,
    (user_id, kind): (Uuid, Counted),
    (from_ms, to_ms): (i64, i64),
    (limit, offset): (u32, u32),
) -> Result<Vec<Count>> {
    let params = params![user_id, kind, from_ms, to_ms, limit, offset];
    all(&on.fetch(&DISCOVERED, params).await?, count_row)
}

/// How many subjects have their first play between two instants, both included.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count_discovered(
    on: impl Fetch,
    (user_id, kind): (Uuid, Counted),
    (from_ms, to_ms): (i64, i64),
) -> Result<i64> {
    let rows = on.fetch(&COUNT_DISCOVERED, params![user_id, kind, from_ms, to_ms]).await?;
    first(&rows, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// People with listens, behind one of them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn users(on: impl Fetch, after: Uuid, limit: u32) -> Result<Vec<Uuid>> {
    all(&on.fetch(&USERS, params![after, limit]).await?, |row| row.at(0))
}

fn count_row(row: &Row) -> Result<Count> {
    Ok(Count {
        subject: row.at(0)?,
        kind: row.at(1)?,
        listens: row.at(2)?,
        played_ms: row.at(3)?,
        first_listened_at_ms: row.at(4)?,
        last_listened_at_ms: row.at(5)?,
    })
}
