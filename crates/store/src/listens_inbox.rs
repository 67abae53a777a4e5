//! Small submissions that are on disk, and whose listens are still to be made.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::subjects::hex_list;
use crate::tx::{Fetch, Tx, all};

queries! {
    "listens_inbox";
    INSERT = "insert";
    FIRST = "first";
    REMOVE = "remove", postgres;
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its id, which grows in the order of arrival.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// JSON.
    pub submission: String,
}

/// Keeps submissions.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert(tx: &mut Tx<'_>, arrivals: Vec<Arrival>) -> Result<()> {
    let rows = arrivals.into_iter().map(|it| params![it.id, it.user_id, it.submission]);
    tx.insert_many(&INSERT, rows.collect()).await.map(drop)
}

/// The first submissions behind one, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn first(on: impl Fetch, after: Uuid, limit: u32) -> Result<Vec<Arrival>> {
    all(&on.fetch(&FIRST, params![after, limit]).await?, |row| {
        Ok(Arrival {
            id: row.get("id")?,
            user_id: row.get("user_id")?,
            submission: row.get("submission")?,
        })
    })
}

/// Removes submissions whose listens are made.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn remove(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    let ids: Vec<[u8; 16]> = ids.iter().map(|id| *id.as_bytes()).collect();
    tx.execute(&REMOVE, vec![hex_list(&ids)]).await.map(drop)
}
