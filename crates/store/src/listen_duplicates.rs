//! Reports that tell of a play which another report told of before.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};

queries! {
    "listen_duplicates";
    INSERT = "insert";
    DELETE = "delete";
    OF_LISTEN = "of_listen";
    LISTEN_OF = "listen_of";
}

/// Another report of a play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The report.
    pub raw_id: Uuid,
    /// The rule that said so.
    pub rule: String,
    /// Between the beginnings.
    pub distance_ms: i64,
    /// The door.
    pub source: String,
    /// Program and version.
    pub client: Option<String>,
    /// As sent.
    pub listened_at_ms: i64,
    /// The message.
    pub payload: String,
}

/// Notes that a report tells of a play that is there.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert_many(
    tx: &mut Tx<'_>,
    duplicates: &[(Uuid, Uuid, &'static str, i64)],
) -> Result<u64> {
    let rows = duplicates
        .iter()
        .map(|(raw, listen, rule, distance_ms)| params![*raw, *listen, *rule, *distance_ms]);
    tx.insert_many(&INSERT, rows.collect()).await
}

/// Notes the same for one report, under a rule that was kept.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(
    tx: &mut Tx<'_>,
    (raw_id, listen_id): (Uuid, Uuid),
    (rule, distance_ms): (&str, i64),
) -> Result<()> {
    let params = params![raw_id, listen_id, rule, distance_ms];
    tx.execute(&INSERT, params).await.map(drop)
}

/// Forgets that a report tells of a play that is there.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, raw_id: Uuid) -> Result<u64> {
    tx.execute(&DELETE, params![raw_id]).await
}

/// The other reports of a play.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn of_listen(on: impl Fetch, listen_id: Uuid) -> Result<Vec<Duplicate>> {
    all(&on.fetch(&OF_LISTEN, params![listen_id]).await?, |row| {
        Ok(Duplicate {
            raw_id: row.get("raw_id")?,
            rule: row.get("rule")?,
            distance_ms: row.get("distance_ms")?,
            source: row.get("source")?,
            client: row.get("client")?,
            listened_at_ms: row.get("listened_at_ms")?,
            payload: row.get("payload")?,
        })
    })
}

/// The play that another report of a person tells of.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn listen_of(on: impl Fetch, user_id: Uuid, raw_id: Uuid) -> Result<Option<Uuid>> {
    first(&on.fetch(&LISTEN_OF, params![raw_id, user_id]).await?, |row| row.at(0))
}
