//! Servers to which plays are forwarded, and the state of each connection.

use uuid::Uuid;

use crate::error::Result;
use crate::params;
use crate::query::queries;
use crate::tx::{Fetch, Tx, all, first};
use crate::user_settings;
use crate::users::one;
use crate::value::Row;
use crate::word::words;

queries! {
    "relay_targets";
    INSERT = "insert";
    SWITCH_ON = "switch_on";
    LIST_OF_USER = "list_of_user";
    FIND = "find";
    DUE = "due";
    SET_SWITCHES = "set_switches";
    SUCCEED = "succeed";
    FAIL = "fail";
    RENEW = "renew";
    DELETE = "delete";
}

words! {
    /// The language of a target.
    Protocol, "a protocol of targets";
    /// Last.fm 2.0.
    Lastfm = "lastfm",
    /// ListenBrainz.
    ListenBrainz = "listenbrainz",
}

words! {
    /// How a connection is.
    State, "a state of targets";
    /// It works, or was not tried yet.
    Ok = "ok",
    /// It failed and is tried again.
    Waiting = "waiting",
    /// It is not tried before somebody signs in again.
    NeedsLogin = "needs_login",
}

/// A target. Instants are milliseconds since 1970 in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayTarget {
    /// Its id.
    pub id: Uuid,
    /// Whose plays it gets.
    pub user_id: Uuid,
    /// Its language.
    pub protocol: Protocol,
    /// Its address, at most 1,000 characters.
    pub base_url: String,
    /// The name there, at most 200 characters; empty where none is needed.
    pub account_name: String,
    /// Whether it is switched on.
    pub is_enabled: bool,
    /// Whether it is told what plays now.
    pub is_now_playing_enabled: bool,
    /// Older plays are not sent.
    pub begins_at_ms: i64,
    /// How the connection is.
    pub state: State,
    /// Failures in a row.
    pub failures: u32,
    /// It is not asked before.
    pub retry_at_ms: Option<i64>,
    /// Plays that it took.
    pub sent_count: i64,
    /// When it last took one.
    pub last_success_at_ms: Option<i64>,
    /// Why it failed, for people.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at_ms: i64,
}

/// Adds a target that nothing was sent to, and switches forwarding on in the person's settings.
/// False when the person has the same target.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn insert(tx: &mut Tx<'_>, it: &RelayTarget) -> Result<bool> {
    let params = params![
        it.id,
        it.user_id,
        it.protocol,
        &it.base_url,
        &it.account_name,
        it.is_enabled,
        it.is_now_playing_enabled,
        it.begins_at_ms,
        it.created_at_ms,
    ];
    let is_new = one(tx.execute(&INSERT, params).await)?;
    if is_new {
        user_settings::insert_defaults(tx, it.user_id, it.created_at_ms).await?;
        tx.execute(&SWITCH_ON, params![it.user_id, it.created_at_ms]).await?;
    }
    Ok(is_new)
}

/// The targets of a person, the oldest first.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn list_of_user(on: impl Fetch, user_id: Uuid) -> Result<Vec<RelayTarget>> {
    all(&on.fetch(&LIST_OF_USER, params![user_id]).await?, target)
}

/// A target.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn find(on: impl Fetch, id: Uuid) -> Result<Option<RelayTarget>> {
    first(&on.fetch(&FIND, params![id]).await?, target)
}

/// Targets that something waits for and that may be asked now, from the one behind `after`.
///
/// # Errors
/// Those of [`Fetch::fetch`].
pub async fn due(on: impl Fetch, now_ms: i64, after: Uuid, limit: u32) -> Result<Vec<RelayTarget>> {
    all(&on.fetch(&DUE, params![now_ms, after, limit]).await?, target)
}

/// Switches a target, and what it is told, on and off.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn set_switches(
    tx: &mut Tx<'_>,
    id: Uuid,
    (is_enabled, is_now_playing_enabled): (bool, bool),
) -> Result<bool> {
    one(tx.execute(&SET_SWITCHES, params![id, is_enabled, is_now_playing_enabled]).await)
}

/// Notes that it took plays, which ends what was wrong.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn succeed(tx: &mut Tx<'_>, id: Uuid, now_ms: i64, plays: u32) -> Result<bool> {
    one(tx.execute(&SUCCEED, params![id, now_ms, plays]).await)
}

/// Notes a failure, and when it may be asked again.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn fail(
    tx: &mut Tx<'_>,
    id: Uuid,
    (state, retry_at_ms): (State, Option<i64>),
    error: &str,
) -> Result<bool> {
    one(tx.execute(&FAIL, params![id, state, retry_at_ms, error]).await)
}

/// Lets it be tried at once.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn renew(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    one(tx.execute(&RENEW, params![id]).await)
}

/// Removes a target of a person, with what waits for it.
///
/// # Errors
/// Those of [`Tx::execute`].
pub async fn delete(tx: &mut Tx<'_>, id: Uuid, user_id: Uuid) -> Result<bool> {
    one(tx.execute(&DELETE, params![id, user_id]).await)
}

fn target(row: &Row) -> Result<RelayTarget> {
    Ok(RelayTarget {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        protocol: row.get("protocol")?,
        base_url: row.get("base_url")?,
        account_name: row.get("account_name")?,
        is_enabled: row.get("is_enabled")?,
        is_now_playing_enabled: row.get("is_now_playing_enabled")?,
        begins_at_ms: row.get("begins_at_ms")?,
        state: row.get("state")?,
        failures: row.get("failures")?,
        retry_at_ms: row.get("retry_at_ms")?,
        sent_count: row.get("sent_count")?,
        last_success_at_ms: row.get("last_success_at_ms")?,
        last_error: row.get("last_error")?,
        created_at_ms: row.get("created_at_ms")?,
    })
}
