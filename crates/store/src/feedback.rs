//! Love and hate, about a recording or about words.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::{Query, queries};
use crate::subjects::hex_list;
use crate::tx::{Fetch, Tx, all, first};
use crate::value::Row;

queries! {
    "feedback";
    INSERT = "insert";
    DELETE_BY_MSID = "delete_by_msid";
    DELETE_BY_MBID = "delete_by_mbid";
    FIND_BY_MSID = "find_by_msid";
    FIND_BY_MBID = "find_by_mbid";
    LIST_ON_MSIDS = "list_on_msids", postgres;
    LIST_ON_MBIDS = "list_on_mbids", postgres;
    LIST = "list";
    COUNT = "count";
    LIST_ON_MSID = "list_on_msid";
    COUNT_ON_MSID = "count_on_msid";
    LIST_ON_MBID = "list_on_mbid";
    COUNT_ON_MBID = "count_on_mbid";
}

/// What an opinion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Words.
    Msid(Uuid),
    /// A recording.
    Mbid(Uuid),
}

/// An opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// The words.
    pub recording_msid: Option<Uuid>,
    /// The recording.
    pub recording_mbid: Option<Uuid>,
    /// 1 love, -1 hate.
    pub score: i64,
    /// The door.
    pub source: String,
    /// When.
    pub created_at_ms: i64,
}

/// A part of a list: items at most, items to skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Items at most.
    pub limit: u32,
    /// Items to skip.
    pub offset: u32,
}

/// Adds an opinion; the one before has to be deleted.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, it: &Feedback) -> Result<()> {
    let about = (it.recording_msid, it.recording_mbid);
    let params =
        params![it.id, it.user_id, about.0, about.1, it.score, &it.source, it.created_at_ms];
    tx.execute(&INSERT, params).await.map(drop)
}

/// Deletes the opinion of a person.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, user_id: Uuid, target: Target) -> Result<u64> {
    let (query, id) = choose(target, &DELETE_BY_MSID, &DELETE_BY_MBID);
    tx.execute(query, params![user_id, id]).await
}

/// The opinion of a person.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, target: Target) -> Result<Option<Feedback>> {
    let (query, id) = choose(target, &FIND_BY_MSID, &FIND_BY_MBID);
    first(&on.fetch(query, params![user_id, id]).await?, feedback)
}

/// The opinions of a person on some words.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_on_msids(
    on: impl Fetch,
    user_id: Uuid,
    msids: &[[u8; 16]],
) -> Result<Vec<Feedback>> {
    all(&on.fetch(&LIST_ON_MSIDS, params![user_id, hex_list(msids)]).await?, feedback)
}

/// The opinions of a person on some recordings.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_on_mbids(
    on: impl Fetch,
    user_id: Uuid,
    mbids: &[[u8; 16]],
) -> Result<Vec<Feedback>> {
    all(&on.fetch(&LIST_ON_MBIDS, params![user_id, hex_list(mbids)]).await?, feedback)
}

/// The opinions of a person, the newest first; those of one score unless it is 0.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid, score: i64, part: Part) -> Result<Vec<Feedback>> {
    all(&on.fetch(&LIST, params![user_id, score, part.limit, part.offset]).await?, feedback)
}

/// How many that are.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, user_id: Uuid, score: i64) -> Result<i64> {
    number(&on.fetch(&COUNT, params![user_id, score]).await?)
}

/// Everybody's opinions on something, the newest first; those of one score unless it is 0.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_on(
    on: impl Fetch,
    target: Target,
    score: i64,
    part: Part,
) -> Result<Vec<Feedback>> {
    let (query, id) = choose(target, &LIST_ON_MSID, &LIST_ON_MBID);
    all(&on.fetch(query, params![id, score, part.limit, part.offset]).await?, feedback)
}

/// How many that are.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count_on(on: impl Fetch, target: Target, score: i64) -> Result<i64> {
    let (query, id) = choose(target, &COUNT_ON_MSID, &COUNT_ON_MBID);
    number(&on.fetch(query, params![id, score]).await?)
}

fn choose(target: Target, msid: &'static Query, mbid: &'static Query) -> (&'static Query, Uuid) {
    match target {
        Target::Msid(id) => (msid, id),
        Target::Mbid(id) => (mbid, id),
    }
}

fn number(rows: &[Row]) -> Result<i64> {
    first(rows, |row| row.at(0)).map(Option::unwrap_or_default)
}

fn feedback(row: &Row) -> Result<Feedback> {
    Ok(Feedback {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        recording_msid: row.get("recording_msid")?,
        recording_mbid: row.get("recording_mbid")?,
        score: row.get("score")?,
        source: row.get("source")?,
        created_at_ms: row.get("created_at_ms")?,
    })
}
