//! Secrets of users for other services: ciphertexts, and the names of the keys they are under.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::users::one;
use crate::value::Row;

queries! {
    "secrets";
    PUT = "put";
    FIND = "find";
    LIST_OF_USER = "list_of_user";
    LIST_UNDER_OTHER_KEY = "list_under_other_key";
    REPLACE = "replace";
    DELETE = "delete";
    COUNT_BY_KEY = "count_by_key";
}

/// Something encrypted. This crate never sees what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce and ciphertext.
    pub ciphertext: Vec<u8>,
    /// The key that it was encrypted with.
    pub key_id: String,
}

/// A credential of a user for another service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Whose it is.
    pub user_id: Uuid,
    /// Which one, such as `lastfm_session`.
    pub purpose: String,
    /// The credential.
    pub sealed: Sealed,
    /// When the first one was saved, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// When this one was saved.
    pub updated_at_ms: i64,
}

/// Saves a credential in place of one that may be there.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put(
    tx: &mut Tx<'_>,
    (user_id, purpose): (Uuid, &str),
    sealed: &Sealed,
    now_ms: i64,
) -> Result<()> {
    let params = params![user_id, purpose, &sealed.ciphertext, &sealed.key_id, now_ms];
    tx.execute(&PUT, params).await.map(drop)
}

/// A credential of a user.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, user_id: Uuid, purpose: &str) -> Result<Option<Secret>> {
    first(&on.fetch(&FIND, params![user_id, purpose]).await?, secret)
}

/// All credentials of a user.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(on: impl Fetch, user_id: Uuid) -> Result<Vec<Secret>> {
    all(&on.fetch(&LIST_OF_USER, params![user_id]).await?, secret)
}

/// Credentials that are not under this key, for the change of keys: in the order of users and
/// purposes, from the one behind `after`.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_under_other_key(
    on: impl Fetch,
    key_id: &str,
    after: Option<(Uuid, &str)>,
    limit: u32,
) -> Result<Vec<Secret>> {
    let (user_id, purpose) = after.unwrap_or((Uuid::nil(), ""));
    let params = params![key_id, user_id, purpose, limit];
    all(&on.fetch(&LIST_UNDER_OTHER_KEY, params).await?, secret)
}

/// Replaces a ciphertext by one of the same under another key. False when the user has saved a
/// new one since `old` was read.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn replace(tx: &mut Tx<'_>, old: &Secret, new: &Sealed) -> Result<bool> {
    let params =
        params![old.user_id, &old.purpose, &old.sealed.ciphertext, &new.ciphertext, &new.key_id];
    one(tx.execute(&REPLACE, params).await)
}

/// Removes a credential.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, user_id: Uuid, purpose: &str) -> Result<bool> {
    one(tx.execute(&DELETE, params![user_id, purpose]).await)
}

/// How many ciphertexts are under each key, those of app tokens included.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn count_by_key(on: impl Fetch) -> Result<Vec<(String, i64)>> {
    let rows = on.fetch(&COUNT_BY_KEY, params![]).await?;
    all(&rows, |row| Ok((row.get("key_id")?, row.get("rows")?)))
}

fn secret(row: &Row) -> Result<Secret> {
    Ok(Secret {
        user_id: row.get("user_id")?,
        purpose: row.get("purpose")?,
        sealed: Sealed { ciphertext: row.get("ciphertext")?, key_id: row.get("key_id")? },
        created_at_ms: row.get("created_at_ms")?,
        updated_at_ms: row.get("updated_at_ms")?,
    })
}
