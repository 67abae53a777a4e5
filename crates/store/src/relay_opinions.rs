//! Love and hate that wait to be told to other servers.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};

queries! {
    "relay_opinions";
    PUT = "put";
    NEXT = "next";
    DELETE = "delete";
    COUNT = "count";
}

/// An opinion that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The MSID or MBID that it is about: there is one for each.
    pub recording_id: Uuid,
    /// Artist credit, at most 4,000 characters; empty when nobody knows.
    pub artist_name: String,
    /// Title, at most 4,000 characters.
    pub recording_name: String,
    /// The recording.
    pub recording_mbid: Option<Uuid>,
    /// 1 love, -1 hate, 0 neither.
    pub score: i64,
    /// When it was said.
    pub queued_at_ms: i64,
}

/// Queues an opinion for a target, in the place of one about the same.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put(tx: &mut Tx<'_>, target_id: Uuid, it: &Waiting) -> Result<()> {
    let params = params![
        target_id,
        it.recording_id,
        &it.artist_name,
        &it.recording_name,
        it.recording_mbid,
        it.score,
        it.queued_at_ms,
    ];
    tx.execute(&PUT, params).await.map(drop)
}

/// The oldest opinions that wait for a target.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn next(on: impl Fetch, target_id: Uuid, limit: u32) -> Result<Vec<Waiting>> {
    all(&on.fetch(&NEXT, params![target_id, limit]).await?, |row| {
        Ok(Waiting {
            recording_id: row.get("recording_id")?,
            artist_name: row.get("artist_name")?,
            recording_name: row.get("recording_name")?,
            recording_mbid: row.get("recording_mbid")?,
            score: row.get("score")?,
            queued_at_ms: row.get("queued_at_ms")?,
        })
    })
}

/// Removes an opinion that was told, unless something else was said meanwhile.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, target_id: Uuid, it: &Waiting) -> Result<u64> {
    let params = params![target_id, it.recording_id, it.score, it.queued_at_ms];
    tx.execute(&DELETE, params).await
}

/// How many opinions wait for a target.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, target_id: Uuid) -> Result<i64> {
    let count = first(&on.fetch(&COUNT, params![target_id]).await?, |row| row.at(0));
    Ok(count?.unwrap_or(0))
}
