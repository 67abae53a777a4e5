//! What people did to single plays.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::users::one;
use crate::value::Row;
use crate::word::words;

queries! {
    "listen_edits";
    INSERT = "insert";
    OF_RAW = "of_raw";
    OF_BATCH = "of_batch";
    BATCHES = "batches";
    UNDO = "undo";
}

words! {
    /// What was done.
    Action, "an edit of a play";
    /// It is not shown and not counted.
    Delete = "delete",
    /// A report is a play of its own.
    Separate = "separate",
    /// It is this recording.
    SetMatch = "set_match",
    /// It has other words.
    SetWords = "set_words",
    /// It began at another time.
    SetTime = "set_time",
}

/// An edit of one play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// The report that it concerns.
    pub raw_id: Uuid,
    /// What was done.
    pub action: Action,
    /// JSON: the new value.
    pub detail: String,
    /// Edits made together.
    pub batch_id: Uuid,
    /// When.
    pub created_at_ms: i64,
    /// No longer applied.
    pub undone_at_ms: Option<i64>,
}

/// Edits made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Their id.
    pub id: Uuid,
    /// What was done.
    pub action: Action,
    /// To how many plays.
    pub listens: i64,
    /// When.
    pub created_at_ms: i64,
    /// No longer applied.
    pub undone_at_ms: Option<i64>,
}

/// Adds edits.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, edits: &[Edit]) -> Result<u64> {
    let rows = edits.iter().map(|it| {
        let ids = (it.id, it.user_id, it.raw_id);
        params![ids.0, ids.1, ids.2, it.action, &it.detail, it.batch_id, it.created_at_ms]
    });
    tx.insert_many(&INSERT, rows.collect()).await
}

/// The edits of a report that are applied, in order.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn of_raw(on: impl Fetch, raw_id: Uuid) -> Result<Vec<Edit>> {
    all(&on.fetch(&OF_RAW, params![raw_id]).await?, edit)
}

/// The edits of a batch that are applied, behind one of them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn of_batch(
    on: impl Fetch,
    user_id: Uuid,
    (batch_id, after): (Uuid, Uuid),
    limit: u32,
) -> Result<Vec<Edit>> {
    all(&on.fetch(&OF_BATCH, params![batch_id, user_id, after, limit]).await?, edit)
}

/// What a person did, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn batches(on: impl Fetch, user_id: Uuid, limit: u32) -> Result<Vec<Batch>> {
    all(&on.fetch(&BATCHES, params![user_id, limit]).await?, |row| {
        Ok(Batch {
            id: row.get("batch_id")?,
            action: row.get("action")?,
            listens: row.get("listens")?,
            created_at_ms: row.get("created_at_ms")?,
            undone_at_ms: row.get("undone_at_ms")?,
        })
    })
}

/// Stops applying an edit. False when it is not applied.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn undo(tx: &mut Tx<'_>, user_id: Uuid, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&UNDO, params![id, user_id, now_ms]).await)
}

fn edit(row: &Row) -> Result<Edit> {
    Ok(Edit {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        raw_id: row.get("raw_id")?,
        action: row.get("action")?,
        detail: row.get("detail")?,
        batch_id: row.get("batch_id")?,
        created_at_ms: row.get("created_at_ms")?,
        undone_at_ms: row.get("undone_at_ms")?,
    })
}
