//! Recordings that people show on their profile for a while.

use uuid::Uuid;

use crate::error::Result;
use crate::feedback::Part;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "pins";
    INSERT = "insert";
    END_CURRENT = "end_current";
    DELETE = "delete";
    SET_COMMENT = "set_comment";
    LIST = "list";
    COUNT = "count";
    CURRENT = "current";
    FIND = "find";
    FIND_MADE_AT = "find_made_at";
}

/// A pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Its id.
    pub id: Uuid,
    /// The number in the ListenBrainz interface; 0 before it was kept.
    pub row_number: i64,
    /// Whose.
    pub user_id: Uuid,
    /// The words.
    pub recording_msid: Option<Uuid>,
    /// The recording.
    pub recording_mbid: Option<Uuid>,
    /// At most 280 characters.
    pub comment: Option<String>,
    /// When it was made.
    pub created_at_ms: i64,
    /// Its end.
    pub pinned_until_ms: i64,
}

/// Adds a pin and gives it a number; the one before ends.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn insert(tx: &mut Tx<'_>, pin: &Pin) -> Result<i64> {
    tx.lock("pins.row_number").await?;
    end_current(tx, pin.user_id, pin.created_at_ms).await?;
    add(tx, pin).await
}

/// Adds a pin of the past beside the others. False when the person has one of that instant.
///
/// # Errors
/// Those of [`Tx::rows`].
pub async fn restore(tx: &mut Tx<'_>, pin: &Pin) -> Result<bool> {
    tx.lock("pins.row_number").await?;
    if !tx.rows(&FIND_MADE_AT, params![pin.user_id, pin.created_at_ms]).await?.is_empty() {
        return Ok(false);
    }
    add(tx, pin).await.map(|_| true)
}

async fn add(tx: &mut Tx<'_>, pin: &Pin) -> Result<i64> {
    let params = params![
        pin.id,
        pin.user_id,
        pin.recording_msid,
        pin.recording_mbid,
        pin.comment.as_ref(),
        pin.created_at_ms,
        pin.pinned_until_ms,
    ];
    first(&tx.rows(&INSERT, params).await?, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// Ends what is pinned now; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn end_current(tx: &mut Tx<'_>, user_id: Uuid, now_ms: i64) -> Result<u64> {
    tx.execute(&END_CURRENT, params![user_id, now_ms]).await
}

/// Deletes a pin. False when the person has none of this number.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, user_id: Uuid, row_number: i64) -> Result<bool> {
    one(tx.execute(&DELETE, params![row_number, user_id]).await)
}

/// Changes the comment. False when the person has none of this number.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_comment(
    tx: &mut Tx<'_>,
    (user_id, row_number): (Uuid, i64),
    comment: Option<&str>,
) -> Result<bool> {
    one(tx.execute(&SET_COMMENT, params![row_number, user_id, comment]).await)
}

/// The pins of a person, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid, part: Part) -> Result<Vec<Pin>> {
    all(&on.fetch(&LIST, params![user_id, part.limit, part.offset]).await?, pin)
}

/// How many pins a person has.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count(on: impl Fetch, user_id: Uuid) -> Result<i64> {
    let rows = on.fetch(&COUNT, params![user_id]).await?;
    first(&rows, |row| row.at(0)).map(Option::unwrap_or_default)
}

/// What is pinned now.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn current(on: impl Fetch, user_id: Uuid, now_ms: i64) -> Result<Option<Pin>> {
    first(&on.fetch(&CURRENT, params![user_id, now_ms]).await?, pin)
}

/// The pin of this number, whoever made it.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, row_number: i64) -> Result<Option<Pin>> {
    first(&on.fetch(&FIND, params![row_number]).await?, pin)
}

fn pin(row: &Row) -> Result<Pin> {
    Ok(Pin {
        id: row.get("id")?,
        row_number: row.get("row_number")?,
        user_id: row.get("user_id")?,
        recording_msid: row.get("recording_msid")?,
        recording_mbid: row.get("recording_mbid")?,
        comment: row.get("comment")?,
        created_at_ms: row.get("created_at_ms")?,
        pinned_until_ms: row.get("pinned_until_ms")?,
    })
}
