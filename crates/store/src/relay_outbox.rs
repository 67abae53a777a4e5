//! Plays that wait to be sent to other servers, and those that were refused there.

use uuid::Uuid;

use crate::error::Result;
use crate::listens::{Full, full};
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::value::Value;

queries! {
    "relay_outbox";
    INSERT = "insert";
    NEXT = "next";
    DELETE = "delete";
    DROP = "drop";
    DELETE_HIDDEN = "delete_hidden";
    COUNT = "count";
    DROPPED = "dropped";
    DELETE_DROPPED = "delete_dropped";
}

/// A play that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Its place in the queue.
    pub queued_at_ms: i64,
    /// The play as it is now.
    pub listen: Full,
}

/// A play that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The play.
    pub listen_id: Uuid,
    /// When it was queued for, which is when it began.
    pub listened_at_ms: i64,
    /// Why, in the words of the server.
    pub error: String,
    /// When it was refused.
    pub dropped_at_ms: i64,
}

/// How many plays of a target are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that wait.
    pub waiting: i64,
    /// Those that were refused lately.
    pub dropped: i64,
}

/// Queues plays: target, beginning and id of each. Those that are there are left as they are.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, plays: &[(Uuid, i64, Uuid)]) -> Result<u64> {
    let row = |&(target, at_ms, listen): &(Uuid, i64, Uuid)| -> Vec<Value> {
        params![target, at_ms, listen]
    };
    tx.insert_many(&INSERT, plays.iter().map(row).collect()).await
}

/// The oldest plays that wait for a target.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn next(on: impl Fetch, target_id: Uuid, limit: u32) -> Result<Vec<Waiting>> {
    all(&on.fetch(&NEXT, params![target_id, limit]).await?, |row| {
        Ok(Waiting { queued_at_ms: row.get("queued_at_ms")?, listen: full(row)? })
    })
}

/// Removes a play that was sent, by its place in the queue and its id.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, target_id: Uuid, (at_ms, id): (i64, Uuid)) -> Result<u64> {
    tx.execute(&DELETE, params![target_id, at_ms, id]).await
}

/// Sets a play aside that was refused.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_aside(
    tx: &mut Tx<'_>,
    target_id: Uuid,
    (at_ms, id): (i64, Uuid),
    (error, now_ms): (&str, i64),
) -> Result<u64> {
    tx.execute(&DROP, params![target_id, at_ms, id, error, now_ms]).await
}

/// Removes plays that are not there any more for those who read the history.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_hidden(tx: &mut Tx<'_>, target_id: Uuid) -> Result<u64> {
    tx.execute(&DELETE_HIDDEN, params![target_id]).await
}

/// How many plays there are.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, target_id: Uuid) -> Result<Counts> {
    let rows = on.fetch(&COUNT, params![target_id]).await?;
    let mut counts = Counts::default();
    for row in &rows {
        let entries = row.get("entries")?;
        match row.get::<String>("state")?.as_str() {
            "waiting" => counts.waiting = entries,
            _ => counts.dropped = entries,
        }
    }
    Ok(counts)
}

/// Plays that were refused, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn dropped(on: impl Fetch, target_id: Uuid, limit: u32) -> Result<Vec<Dropped>> {
    all(&on.fetch(&DROPPED, params![target_id, limit]).await?, |row| {
        Ok(Dropped {
            listen_id: row.get("listen_id")?,
            listened_at_ms: row.get("listened_at_ms")?,
            error: row.get::<Option<String>>("last_error")?.unwrap_or_default(),
            dropped_at_ms: row.get::<Option<i64>>("finished_at_ms")?.unwrap_or_default(),
        })
    })
}

/// Removes plays that were refused before an instant, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_dropped(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_DROPPED, params![before_ms, limit]).await
}
