//! Identities: accounts of other providers that a user signs in with.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "identities";
    INSERT = "insert";
    FIND = "find";
    LIST_OF_USER = "list_of_user";
    TOUCH = "touch";
    DELETE = "delete";
}

/// The unique index over provider and subject.
pub const SUBJECT_KEY: &str = "user_identities_subject_key";

/// An account of another provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The provider's name in the configuration.
    pub provider: String,
    /// What the provider calls the user.
    pub subject: String,
    /// The address, as the provider told it.
    pub email: Option<String>,
    /// When it was connected, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// The last sign-in with it.
    pub last_used_at_ms: Option<i64>,
}

/// Connects an account; `last_used_at_ms` is not taken.
///
/// # Errors
/// Those of [`Tx::execute`]; `Conflict` of [`SUBJECT_KEY`] when it belongs to a user already.
pub async fn insert(tx: &mut Tx<'_>, identity: &Identity) -> Result<()> {
    let params = params![
        identity.id,
        identity.user_id,
        &identity.provider,
        &identity.subject,
        identity.email.as_ref(),
        identity.created_at_ms,
    ];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The account that a provider speaks of.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, provider: &str, subject: &str) -> Result<Option<Identity>> {
    first(&on.fetch(&FIND, params![provider, subject]).await?, identity)
}

/// The accounts of a user, the first connected first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(on: impl Fetch, user_id: Uuid) -> Result<Vec<Identity>> {
    all(&on.fetch(&LIST_OF_USER, params![user_id]).await?, identity)
}

/// Notes a sign-in and the address that the provider told.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn touch(tx: &mut Tx<'_>, id: Uuid, now_ms: i64, email: Option<&str>) -> Result<bool> {
    one(tx.execute(&TOUCH, params![id, now_ms, email]).await)
}

/// Disconnects an account of this user.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, id: Uuid, user_id: Uuid) -> Result<bool> {
    one(tx.execute(&DELETE, params![id, user_id]).await)
}

fn identity(row: &Row) -> Result<Identity> {
    Ok(Identity {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        provider: row.get("provider")?,
        subject: row.get("subject")?,
        email: row.get("email")?,
        created_at_ms: row.get("created_at_ms")?,
        last_used_at_ms: row.get("last_used_at_ms")?,
    })
}
