//! App tokens: named credentials of programs, kept as hashes.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::secrets::Sealed;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::{Role, one};
use crate::value::Row;

queries! {
    "app_tokens";
    INSERT = "insert";
    FIND_BY_HASH = "find_by_hash";
    FIND_HOLDER = "find_holder";
    LIST_OF_USER = "list_of_user";
    TOUCH = "touch";
    REVOKE = "revoke";
    REVOKE_ALL = "revoke_all";
    LIST_UNDER_OTHER_KEY = "list_under_other_key";
    REPLACE_CIPHERTEXT = "replace_ciphertext";
    DELETE_ENDED = "delete_ended";
}

/// A credential of a program. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppToken {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// What the user calls it, at most 200 characters.
    pub name: String,
    /// The program that it was made for.
    pub client: Option<String>,
    /// Words separated by spaces.
    pub scopes: String,
    /// The hash of the token.
    pub token_hash: [u8; 32],
    /// The token itself, for protocols that send a digest of it and a salt.
    pub legacy: Option<Sealed>,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it ends; none for never.
    pub expires_at_ms: Option<i64>,
    /// The last use that was noted.
    pub last_used_at_ms: Option<i64>,
    /// Where it was used last.
    pub last_used_address: Option<String>,
    /// When it was ended.
    pub revoked_at_ms: Option<i64>,
}

/// Who holds a token, as far as a check asks. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppTokenHolder {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// Words separated by spaces.
    pub scopes: String,
    /// The last use that was noted.
    pub last_used_at_ms: Option<i64>,
    /// When it ends, which may have passed; none for never.
    pub expires_at_ms: Option<i64>,
    /// What the user may do.
    pub role: Role,
}

/// Keeps a new token; its last use and end are not taken.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, token: &AppToken) -> Result<()> {
    let params = params![
        token.id,
        token.user_id,
        &token.name,
        token.client.as_ref(),
        &token.scopes,
        &token.token_hash,
        token.legacy.as_ref().map(|it| &it.ciphertext),
        token.legacy.as_ref().map(|it| &it.key_id),
        token.created_at_ms,
        token.expires_at_ms,
    ];
    tx.execute(&INSERT, params).await.map(drop)
}

/// The token with this hash, whether or not it may still be used.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_by_hash(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<AppToken>> {
    first(&on.fetch(&FIND_BY_HASH, params![hash]).await?, token)
}

/// Who holds a token: none when it was ended, or its user is disabled or deleted.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_holder(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<AppTokenHolder>> {
    first(&on.fetch(&FIND_HOLDER, params![hash]).await?, |row| {
        Ok(AppTokenHolder {
            id: row.at(0)?,
            user_id: row.at(1)?,
            scopes: row.at(2)?,
            last_used_at_ms: row.at(3)?,
            expires_at_ms: row.at(4)?,
            role: row.at(5)?,
        })
    })
}

/// The tokens of a user that were not ended, in the order of their ids; expired ones are among
/// them.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(on: impl Fetch, user_id: Uuid) -> Result<Vec<AppToken>> {
    all(&on.fetch(&LIST_OF_USER, params![user_id]).await?, token)
}

/// Notes a use.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn touch(tx: &mut Tx<'_>, id: Uuid, now_ms: i64, address: Option<&str>) -> Result<bool> {
    one(tx.execute(&TOUCH, params![id, now_ms, address]).await)
}

/// Ends a token of this user and forgets its ciphertext. False when it has ended already.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn revoke(tx: &mut Tx<'_>, id: Uuid, user_id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&REVOKE, params![id, user_id, now_ms]).await)
}

/// Ends all tokens of a user; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn revoke_all(tx: &mut Tx<'_>, user_id: Uuid, now_ms: i64) -> Result<u64> {
    tx.execute(&REVOKE_ALL, params![user_id, now_ms]).await
}

/// Tokens whose ciphertext is not under this key, for the change of keys: in the order of their
/// ids, from the one behind `after`.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_under_other_key(
    on: impl Fetch,
    key_id: &str,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<AppToken>> {
    let params = params![key_id, after.unwrap_or(Uuid::nil()), limit];
    all(&on.fetch(&LIST_UNDER_OTHER_KEY, params).await?, token)
}

/// Replaces a ciphertext that is under another key. False when it has changed or is gone.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn replace_ciphertext(
    tx: &mut Tx<'_>,
    id: Uuid,
    old_key_id: &str,
    new: &Sealed,
) -> Result<bool> {
    let params = params![id, old_key_id, &new.ciphertext, &new.key_id];
    one(tx.execute(&REPLACE_CIPHERTEXT, params).await)
}

/// Removes tokens that were ended or expired before this time, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_ended(tx: &mut Tx<'_>, before_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_ENDED, params![before_ms, limit]).await
}

fn token(row: &Row) -> Result<AppToken> {
    let ciphertext: Option<Vec<u8>> = row.get("legacy_ciphertext")?;
    let key_id: Option<String> = row.get("legacy_key_id")?;
    let legacy = ciphertext.zip(key_id).map(|(ciphertext, key_id)| Sealed { ciphertext, key_id });
    Ok(AppToken {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        client: row.get("client")?,
        scopes: row.get("scopes")?,
        token_hash: row.get("token_hash")?,
        legacy,
        created_at_ms: row.get("created_at_ms")?,
        expires_at_ms: row.get("expires_at_ms")?,
        last_used_at_ms: row.get("last_used_at_ms")?,
        last_used_address: row.get("last_used_address")?,
        revoked_at_ms: row.get("revoked_at_ms")?,
    })
}
