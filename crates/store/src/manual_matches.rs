//! Recordings that people chose for words.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::subjects::hex_list;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "manual_matches";
    INSERT = "insert";
    RETIRE = "retire";
    FIND = "find";
    LIST = "list";
    COUNT = "count", postgres;
}

/// A choice that is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManualMatch {
    /// Its id.
    pub id: Uuid,
    /// The words.
    pub recording_msid: Uuid,
    /// The recording.
    pub recording_mbid: Uuid,
    /// When it was made.
    pub created_at_ms: i64,
}

/// How many people chose a recording for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The words.
    pub recording_msid: Uuid,
    /// The recording.
    pub recording_mbid: Uuid,
    /// Whose choice is valid.
    pub people: i64,
    /// When the last of them chose.
    pub newest_ms: i64,
}

/// Adds a choice; the one before has to be retired.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, user_id: Uuid, it: &ManualMatch) -> Result<()> {
    let params = params![it.id, user_id, it.recording_msid, it.recording_mbid, it.created_at_ms];
    tx.execute(&INSERT, params).await.map(drop)
}

/// Withdraws the choice for words. False when there is none.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn retire(tx: &mut Tx<'_>, user_id: Uuid, msid: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&RETIRE, params![user_id, msid, now_ms]).await)
}

/// The choice of a person for words.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, msid: Uuid) -> Result<Option<ManualMatch>> {
    first(&on.fetch(&FIND, params![user_id, msid]).await?, choice)
}

/// The choices of a person, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid, limit: u32) -> Result<Vec<ManualMatch>> {
    all(&on.fetch(&LIST, params![user_id, limit]).await?, choice)
}

/// The choices of everybody who is active, for some words, in no order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, msids: &[[u8; 16]]) -> Result<Vec<Count>> {
    all(&on.fetch(&COUNT, vec![hex_list(msids)]).await?, |row| {
        Ok(Count {
            recording_msid: row.get("recording_msid")?,
            recording_mbid: row.get("recording_mbid")?,
            people: row.get("people")?,
            newest_ms: row.get("newest_ms")?,
        })
    })
}

fn choice(row: &Row) -> Result<ManualMatch> {
    Ok(ManualMatch {
        id: row.get("id")?,
        recording_msid: row.get("recording_msid")?,
        recording_mbid: row.get("recording_mbid")?,
        created_at_ms: row.get("created_at_ms")?,
    })
}
