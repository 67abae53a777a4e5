//! Audit events: who did what to whom.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::value::{Row, Value};

queries! {
    "audit";
    INSERT = "insert";
    LIST = "list";
    LIST_OF_USER = "list_of_user";
    PSEUDONYMISE = "pseudonymise";
    DELETE_BEFORE = "delete_before";
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// In the order of time.
    pub id: Uuid,
    /// When it happened, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who did it; none for the program and for strangers.
    pub actor_id: Option<Uuid>,
    /// The user that it happened to.
    pub subject_id: Option<Uuid>,
    /// What happened, such as `session.created`.
    pub action: String,
    /// Where the actor was.
    pub address: Option<String>,
    /// JSON, never a secret.
    pub detail: String,
}

/// Writes an event down.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, event: &AuditEvent) -> Result<()> {
    tx.execute(&INSERT, params_of(event)).await.map(drop)
}

/// Writes many events down.
///
/// # Errors
/// Those of [`Tx::insert_many`].
pub async fn insert_many(tx: &mut Tx<'_>, events: &[AuditEvent]) -> Result<()> {
    tx.insert_many(&INSERT, events.iter().map(params_of).collect()).await.map(drop)
}

/// Events, the newest first, from the one before `before`.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, before: Option<Uuid>, limit: u32) -> Result<Vec<AuditEvent>> {
    let before = before.unwrap_or(Uuid::max());
    all(&on.fetch(&LIST, params![before, limit]).await?, event)
}

/// Events that a user caused or suffered, as [`list`].
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(
    on: impl Fetch,
    user_id: Uuid,
    before: Option<Uuid>,
    limit: u32,
) -> Result<Vec<AuditEvent>> {
    let before = before.unwrap_or(Uuid::max());
    all(&on.fetch(&LIST_OF_USER, params![user_id, before, limit]).await?, event)
}

/// Takes a user out of all events: ids, details, and addresses that were not somebody else's.
/// Tells how many events changed. To be done before the user is erased.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn pseudonymise(tx: &mut Tx<'_>, user_id: Uuid) -> Result<u64> {
    tx.execute(&PSEUDONYMISE, params![user_id]).await
}

/// Removes events from before this time, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_before(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_BEFORE, params![before_ms, limit]).await
}

fn params_of(event: &AuditEvent) -> Vec<Value> {
    params![
        event.id,
        event.at_ms,
        event.actor_id,
        event.subject_id,
        &event.action,
        event.address.as_ref(),
        &event.detail,
    ]
}

fn event(row: &Row) -> Result<AuditEvent> {
    Ok(AuditEvent {
        id: row.get("id")?,
        at_ms: row.get("at_ms")?,
        actor_id: row.get("actor_id")?,
        subject_id: row.get("subject_id")?,
        action: row.get("action")?,
        address: row.get("address")?,
        detail: row.get("detail")?,
    })
}
