//! What plays at this moment, one row for each program of a person.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all};
use crate::users::one;

queries! {
    "now_playing";
    PUT = "put";
    LIST = "list";
    CLEAR = "clear";
    CLEAR_CLIENT = "clear_client";
    DELETE_EXPIRED = "delete_expired";
}

/// What plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playing {
    /// The program, at most 500 characters.
    pub client: String,
    /// The id of the words.
    pub recording_msid: Uuid,
    /// JSON: the words as understood.
    pub words: String,
    /// JSON: the message.
    pub payload: String,
    /// When it was said.
    pub started_at_ms: i64,
    /// When it is over.
    pub expires_at_ms: i64,
}

/// Notes what plays. False, and nothing done, when the same words of the program play already.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn put(tx: &mut Tx<'_>, user_id: Uuid, it: &Playing) -> Result<bool> {
    let (texts, times) = ((&it.words, &it.payload), (it.started_at_ms, it.expires_at_ms));
    let params =
        params![user_id, &it.client, it.recording_msid, texts.0, texts.1, times.0, times.1];
    one(tx.execute(&PUT, params).await)
}

/// What has not expired, the newest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list(on: impl Fetch, user_id: Uuid, now_ms: i64) -> Result<Vec<Playing>> {
    all(&on.fetch(&LIST, params![user_id, now_ms]).await?, |row| {
        Ok(Playing {
            client: row.get("client")?,
            recording_msid: row.get("recording_msid")?,
            words: row.get("words")?,
            payload: row.get("payload")?,
            started_at_ms: row.get("started_at_ms")?,
            expires_at_ms: row.get("expires_at_ms")?,
        })
    })
}

/// Forgets what plays, of one program or of all.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn clear(tx: &mut Tx<'_>, user_id: Uuid, client: Option<&str>) -> Result<u64> {
    match client {
        None => tx.execute(&CLEAR, params![user_id]).await,
        Some(client) => tx.execute(&CLEAR_CLIENT, params![user_id, client]).await,
    }
}

/// Removes what is over.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete_expired(tx: &mut Tx<'_>, now_ms: i64) -> Result<u64> {
    tx.execute(&DELETE_EXPIRED, params![now_ms]).await
}
