//! How far services were read.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, first};

queries! {
    "import_marks";
    FIND = "find";
    ADVANCE = "advance";
    SET_STATUS = "set_status";
}

/// How far a service was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// The newest listen that was taken; 0 for none.
    pub latest_listened_at_ms: i64,
    /// What the last run said.
    pub status: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// When the row was changed.
    pub updated_at_ms: i64,
}

/// The mark of a service.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, service: &str) -> Result<Option<Mark>> {
    first(&on.fetch(&FIND, params![user_id, service]).await?, |row| {
        Ok(Mark {
            latest_listened_at_ms: row.get("latest_listened_at_ms")?,
            status: row.get("status")?,
            error: row.get("error")?,
            updated_at_ms: row.get("updated_at_ms")?,
        })
    })
}

/// Moves a mark forward; an older instant changes nothing.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn advance(
    tx: &mut Tx<'_>,
    (user_id, service): (Uuid, &str),
    latest_ms: i64,
    now_ms: i64,
) -> Result<()> {
    tx.execute(&ADVANCE, params![user_id, service, latest_ms, now_ms]).await.map(drop)
}

/// Notes what a run said.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_status(
    tx: &mut Tx<'_>,
    (user_id, service): (Uuid, &str),
    (status, error): (Option<&str>, Option<&str>),
    now_ms: i64,
) -> Result<()> {
    tx.execute(&SET_STATUS, params![user_id, service, status, error, now_ms]).await.map(drop)
}
