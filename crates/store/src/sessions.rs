//! Sessions: pairs of tokens, kept as hashes.
//!
//! Each refresh makes a new row of the same family and marks the old one as rotated. A family is
//! one sign-in on one device: it is what users see in their list and what they end.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::{Role, one};
use crate::value::Row;

queries! {
    "sessions";
    INSERT = "insert";
    FIND_BY_ACCESS_HASH = "find_by_access_hash";
    FIND_HOLDER = "find_holder";
    FIND_BY_REFRESH_HASH = "find_by_refresh_hash";
    MARK_ROTATED = "mark_rotated";
    LIST_OF_USER = "list_of_user";
    TOUCH = "touch";
    REVOKE_FAMILY = "revoke_family";
    REVOKE_ALL = "revoke_all";
    DELETE_EXPIRED = "delete_expired";
}

/// A pair of tokens. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The sign-in that it belongs to: the id of its first row.
    pub family_id: Uuid,
    /// The hash of the access token.
    pub access_hash: [u8; 32],
    /// The hash of the refresh token.
    pub refresh_hash: [u8; 32],
    /// What the client calls itself.
    pub device: Option<String>,
    /// Where the client was last.
    pub address: Option<String>,
    /// When the row was made.
    pub created_at_ms: i64,
    /// When the family began.
    pub signed_in_at_ms: i64,
    /// The last use that was noted.
    pub last_used_at_ms: i64,
    /// The end of the access token.
    pub access_expires_at_ms: i64,
    /// The end of the refresh token.
    pub refresh_expires_at_ms: i64,
    /// When the refresh token was used. Using it again ends the family.
    pub rotated_at_ms: Option<i64>,
    /// When the family was ended.
    pub revoked_at_ms: Option<i64>,
}

/// Who holds an access token, as far as a check asks. Instants are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHolder {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The sign-in.
    pub family_id: Uuid,
    /// The last use that was noted.
    pub last_used_at_ms: i64,
    /// The end of the access token, which may have passed.
    pub access_expires_at_ms: i64,
    /// What the user may do.
    pub role: Role,
}

/// A pair of tokens to be kept.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// `id` for a new sign-in.
    pub family_id: Uuid,
    /// The hash of the access token.
    pub access_hash: [u8; 32],
    /// The hash of the refresh token.
    pub refresh_hash: [u8; 32],
    /// At most 500 characters.
    pub device: Option<String>,
    /// At most 45 characters.
    pub address: Option<String>,
    /// Now.
    pub created_at_ms: i64,
    /// When the family began: now for a new sign-in.
    pub signed_in_at_ms: i64,
    /// The end of the access token.
    pub access_expires_at_ms: i64,
    /// The end of the refresh token.
    pub refresh_expires_at_ms: i64,
}

/// Keeps a new pair of tokens.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, session: &NewSession) -> Result<()> {
    let params = params![
        session.id,
        session.user_id,
        session.family_id,
        &session.access_hash,
        &session.refresh_hash,
        session.device.as_ref(),
        session.address.as_ref(),
        session.created_at_ms,
        session.signed_in_at_ms,
        session.access_expires_at_ms,
        session.refresh_expires_at_ms,
    ];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The session of an access token, whether or not it may still be used.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_access_hash(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<Session>> {
    first(&on.fetch(&FIND_BY_ACCESS_HASH, params![hash]).await?, session)
}

/// Who holds an access token: none when its session was ended, or its user is disabled or deleted.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_holder(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<SessionHolder>> {
    first(&on.fetch(&FIND_HOLDER, params![hash]).await?, |row| {
        Ok(SessionHolder {
            id: row.at(0)?,
            user_id: row.at(1)?,
            family_id: row.at(2)?,
            last_used_at_ms: row.at(3)?,
            access_expires_at_ms: row.at(4)?,
            role: row.at(5)?,
        })
    })
}

/// The session of a refresh token, whether or not it may still be used.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_refresh_hash(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<Session>> {
    first(&on.fetch(&FIND_BY_REFRESH_HASH, params![hash]).await?, session)
}

/// Replaces a pair of tokens by the next one of its family. False, and nothing done, when the old
/// pair was replaced or ended already.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn rotate(tx: &mut Tx<'_>, old: Uuid, next: &NewSession) -> Result<bool> {
    if tx.execute(&MARK_ROTATED, params![old, next.created_at_ms]).await? == 0 {
        return Ok(false);
    }
    insert(tx, next).await.map(|()| true)
}

/// The sign-ins of a user that still work, the last used first; one row for each family.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(on: impl Fetch, user_id: Uuid, now_ms: i64) -> Result<Vec<Session>> {
    all(&on.fetch(&LIST_OF_USER, params![user_id, now_ms]).await?, session)
}

/// Notes a use.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn touch(tx: &mut Tx<'_>, id: Uuid, now_ms: i64, address: Option<&str>) -> Result<bool> {
    one(tx.execute(&TOUCH, params![id, now_ms, address]).await)
}

/// Ends a sign-in of this user. False when there is none, or it has ended.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn revoke_family(
    tx: &mut Tx<'_>,
    family_id: Uuid,
    user_id: Uuid,
    now_ms: i64,
) -> Result<bool> {
    one(tx.execute(&REVOKE_FAMILY, params![family_id, user_id, now_ms]).await)
}

/// Ends all sign-ins of a user but one; tells how many rows that were.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn revoke_all(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    now_ms: i64,
    except_family: Option<Uuid>,
) -> Result<u64> {
    tx.execute(&REVOKE_ALL, params![user_id, now_ms, except_family]).await
}

/// Removes rows whose refresh token ended before now, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_expired(tx: &mut Tx<'_>, now_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_EXPIRED, params![now_ms, limit]).await
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        family_id: row.get("family_id")?,
        access_hash: row.get("access_hash")?,
        refresh_hash: row.get("refresh_hash")?,
        device: row.get("device")?,
        address: row.get("address")?,
        created_at_ms: row.get("created_at_ms")?,
        signed_in_at_ms: row.get("signed_in_at_ms")?,
        last_used_at_ms: row.get("last_used_at_ms")?,
        access_expires_at_ms: row.get("access_expires_at_ms")?,
        refresh_expires_at_ms: row.get("refresh_expires_at_ms")?,
        rotated_at_ms: row.get("rotated_at_ms")?,
        revoked_at_ms: row.get("revoked_at_ms")?,
    })
}
