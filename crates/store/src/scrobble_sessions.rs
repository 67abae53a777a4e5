//! Sessions of scrobbling protocols: keys that an app token was exchanged for, kept as hashes.
//!
//! A session lives no longer than its app token. One that waits for its program has no use noted.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, first};
use crate::users::{Role, one};
use crate::word::words;

queries! {
    "scrobble_sessions";
    INSERT = "insert";
    FIND_HOLDER = "find_holder";
    CLAIM = "claim";
    TOUCH = "touch";
    KEEP_NEWEST = "keep_newest";
    DELETE_EXPIRED = "delete_expired";
}

words! {
    /// The language in which a key is used.
    Protocol, "a protocol of scrobblers";
    /// AudioScrobbler 1.2.
    AudioScrobbler = "audioscrobbler",
    /// Last.fm 2.0.
    Lastfm = "lastfm",
}

/// A session to be kept.
#[derive(Debug, Clone)]
pub struct NewScrobbleSession {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The credential that opened it.
    pub app_token_id: Uuid,
    /// Where its key works.
    pub protocol: Protocol,
    /// The hash of the key.
    pub key_hash: [u8; 32],
    /// Program and version, at most 500 characters.
    pub client: Option<String>,
    /// Now, in milliseconds since 1970 in UTC.
    pub created_at_ms: i64,
    /// The same, or 0 while the session waits for its program.
    pub last_used_at_ms: i64,
    /// When it ends; none for never.
    pub expires_at_ms: Option<i64>,
}

/// Who holds a key, as far as a check asks. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// The id of the row.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// The credential that opened the session.
    pub app_token_id: Uuid,
    /// What the credential may do: words separated by spaces.
    pub scopes: String,
    /// The last use that was noted; 0 while the session waits for its program.
    pub last_used_at_ms: i64,
    /// The end of the session, which may have passed; none for never.
    pub expires_at_ms: Option<i64>,
    /// The end of the credential, which may have passed; none for never.
    pub token_expires_at_ms: Option<i64>,
    /// What the user may do.
    pub role: Role,
}

/// Keeps a new session, and of those that its app token has in its protocol the `keep` newest.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, session: &NewScrobbleSession, keep: u32) -> Result<()> {
    let params = params![
        session.id,
        session.user_id,
        session.app_token_id,
        session.protocol,
        &session.key_hash,
        session.client.as_ref(),
        session.created_at_ms,
        session.last_used_at_ms,
        session.expires_at_ms,
    ];
    tx.execute(&INSERT, params).await?;
    let params = params![session.app_token_id, session.protocol, keep];
    tx.execute(&KEEP_NEWEST, params).await.map(drop)
}

/// Who holds a key: none when its app token was ended, or its user is disabled or deleted.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find_holder(on: impl Fetch, hash: &[u8; 32]) -> Result<Option<KeyHolder>> {
    first(&on.fetch(&FIND_HOLDER, params![hash]).await?, |row| {
        Ok(KeyHolder {
            id: row.at(0)?,
            user_id: row.at(1)?,
            app_token_id: row.at(2)?,
            scopes: row.at(3)?,
            last_used_at_ms: row.at(4)?,
            expires_at_ms: row.at(5)?,
            token_expires_at_ms: row.at(6)?,
            role: row.at(7)?,
        })
    })
}

/// Hands a session that waited to its program; it has no end from now on. False when it did not
/// wait any more.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn claim(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&CLAIM, params![id, now_ms]).await)
}

/// Notes a use; one that has an end moves it on by as much.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn touch(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool> {
    one(tx.execute(&TOUCH, params![id, now_ms]).await)
}

/// Removes sessions that ended before now, at most `limit`; tells how many.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_expired(tx: &mut Tx<'_>, now_ms: i64, limit: u32) -> Result<u64> {
    tx.execute(&DELETE_EXPIRED, params![now_ms, limit]).await
}
