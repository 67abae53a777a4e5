//! Servers that plays are forwarded to: added, looked at, switched and removed by their person.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use listens::relay::{Dropped, NewTarget, Protocol, RelayState, password, secret_name};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Listening;
use super::own::{Person, Reader, RelayId};
use super::problems::{CredentialProblems, OwnProblems};
use super::shapes::millis;
use crate::accounts::Caller;
use crate::accounts::shapes::{done, instant, private};
use crate::error::Result;

/// What opens an account elsewhere: one of these.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Credential {
    /// ListenBrainz: the user token.
    token: Option<String>,
    /// Last.fm: the password. It is exchanged for a session key, and not kept.
    password: Option<String>,
    /// Last.fm: a session key.
    session_key: Option<String>,
}

impl Credential {
    /// What is kept; none when nothing was given.
    fn secret(&self, protocol: Protocol) -> Result<Option<String>, Problem> {
        let Self { token, password: word, session_key } = self;
        let wrong = |field, words: &str| {
            Err(Problem::new(code::INVALID_FIELD).parameter(field).detail(words.to_owned()))
        };
        let given = match (protocol, token, word, session_key) {
            (_, None, None, None) => return Ok(None),
            (Protocol::ListenBrainz, Some(token), None, None) => token.clone(),
            (Protocol::Lastfm, None, Some(word), None) => password(word),
            (Protocol::Lastfm, None, None, Some(key)) => key.clone(),
            (Protocol::ListenBrainz, ..) => return wrong("token", "listenbrainz takes a token"),
            (Protocol::Lastfm, ..) => {
                return wrong("password", "lastfm takes a password or a session_key");
            }
        };
        if given.trim().is_empty() || given.len() > 1000 || given.contains(['\0', '\r', '\n']) {
            return wrong("credential", "a credential is one line of at most 1,000 characters");
        }
        Ok(Some(given))
    }
}

/// A server that is to get plays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelayRequest {
    /// `lastfm` or `listenbrainz`: the language of the server.
    protocol: String,
    /// Its address, one of those that the operator allows: `https://api.listenbrainz.org`,
    /// `https://ws.audioscrobbler.com/2.0/`.
    base_url: String,
    /// The name there; needed for Last.fm.
    #[serde(default)]
    account_name: String,
    /// What opens the account.
    credential: Credential,
    /// Older plays are not sent, RFC 3339; plays that are here already never are.
    #[serde(default)]
    begins_at: Option<String>,
    /// Whether it is told what plays now.
    #[serde(default = "yes")]
    #[schema(default = true)]
    is_now_playing_enabled: bool,
}

fn yes() -> bool {
    true
}

/// What is to be different; what is left out stays. Any change lets it be tried at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelayChange {
    /// Whether it is switched on. What is reported while it is off is not sent later.
    #[serde(default)]
    is_enabled: Option<bool>,
    /// Whether it is told what plays now.
    #[serde(default)]
    is_now_playing_enabled: Option<bool>,
    /// What opens the account from now on.
    #[serde(default)]
    credential: Credential,
}

/// A play that was refused there.
#[derive(Serialize, ToSchema)]
pub(crate) struct DroppedShape {
    /// The id of the listen.
    listen_id: String,
    /// When it began.
    listened_at: String,
    /// Why, in the words of the server.
    error: String,
    /// When it was refused.
    dropped_at: String,
}

impl From<Dropped> for DroppedShape {
    fn from(dropped: Dropped) -> Self {
        Self {
            listen_id: dropped.listen_id.to_string(),
            listened_at: instant(dropped.listened_at_ms),
            error: dropped.error,
            dropped_at: instant(dropped.dropped_at_ms),
        }
    }
}

/// A server that gets plays, and how it does.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelayShape {
    /// Id.
    id: String,
    /// `lastfm` or `listenbrainz`
    protocol: &'static str,
    /// Its address.
    base_url: String,
    /// The name there.
    account_name: String,
    /// Whether it is switched on.
    is_enabled: bool,
    /// Whether it is told what plays now.
    is_now_playing_enabled: bool,
    /// Older plays are not sent.
    begins_at: String,
    /// `ok`, `waiting`: it failed and is tried again, `needs_login`: send a new credential.
    state: &'static str,
    /// Why it failed, in the words of the server.
    error: Option<String>,
    /// Failures in a row.
    failures: u32,
    /// When it is tried again.
    retry_at: Option<String>,
    /// Plays that wait.
    waiting: i64,
    /// Love and hate that wait.
    waiting_opinions: i64,
    /// Plays that were sent.
    sent: i64,
    /// When one was last sent.
    sent_at: Option<String>,
    /// Plays of the last thirty days that were refused.
    dropped: i64,
    /// The newest fifty of them.
    dropped_listens: Vec<DroppedShape>,
}

impl From<RelayState> for RelayShape {
    fn from(state: RelayState) -> Self {
        let target = state.target;
        Self {
            id: target.id.to_string(),
            protocol: target.protocol.as_str(),
            base_url: target.base_url,
            account_name: target.account_name,
            is_enabled: target.is_enabled,
            is_now_playing_enabled: target.is_now_playing_enabled,
            begins_at: instant(target.begins_at_ms),
            state: target.state.as_str(),
            error: target.last_error,
            failures: target.failures,
            retry_at: target.retry_at_ms.map(instant),
            waiting: state.counts.waiting,
            waiting_opinions: state.waiting_opinions,
            sent: target.sent_count,
            sent_at: target.last_success_at_ms.map(instant),
            dropped: state.counts.dropped,
            dropped_listens: state.dropped.into_iter().map(DroppedShape::from).collect(),
        }
    }
}

/// Servers that get plays.
#[derive(Serialize, ToSchema)]
pub(crate) struct RelayList {
    /// The oldest first.
    relays: Vec<RelayShape>,
}

/// Forward plays to another server
///
/// From now on plays are sent there soon after they came, the oldest first; those that came from
/// there are not. Whether it works shows in its state.
#[utoipa::path(
    post,
    path = "/v1/listens/relays",
    tag = "listening",
    request_body = RelayRequest,
    responses((status = 201, description = "It is added", body = RelayShape), CredentialProblems),
)]
pub(crate) async fn add_relay(
    extract::State(listening): extract::State<Listening>,
    Person(caller): Person,
    _: NoQuery,
    Json(request): Json<RelayRequest>,
) -> Result<Response> {
    let user_id = caller.who.user_id;
    let (new, secret) = check(&listening, request)?;
    let target = listening.listens().add_relay(user_id, new).await?;
    if let Err(error) = save(&listening, &caller, (target.id, &secret)).await {
        listening.listens().remove_relay(user_id, target.id).await?;
        return Err(error);
    }
    let state = listening.listens().find_relay(user_id, target.id).await?;
    Ok(private(StatusCode::CREATED, RelayShape::from(state)))
}

fn check(listening: &Listening, request: RelayRequest) -> Result<(NewTarget, String), Problem> {
    let wrong = |field, words: String| {
        Err(Problem::new(code::INVALID_FIELD).parameter(field).detail(words))
    };
    let Some(protocol) = Protocol::from_word(&request.protocol) else {
        return wrong("protocol", "protocol is lastfm or listenbrainz".to_owned());
    };
    let servers = &listening.options().relay_servers;
    if !servers.iter().any(|it| it == "*" || *it == request.base_url) {
        return wrong("base_url", format!("base_url is one of {}", servers.join(", ")));
    }
    if protocol == Protocol::Lastfm && !listening.options().has_lastfm {
        return wrong("protocol", "the operator has to set last_fm.api_key first".to_owned());
    }
    if protocol == Protocol::Lastfm && request.account_name.trim().is_empty() {
        return wrong("account_name", "the name of the account is needed".to_owned());
    }
    let begins_at_ms = match request.begins_at.as_deref().map(millis) {
        Some(None) => return wrong("begins_at", "begins_at is an instant".to_owned()),
        other => other.flatten(),
    };
    let Some(secret) = request.credential.secret(protocol)? else {
        return wrong("credential", "give the credential of the account".to_owned());
    };
    let new = NewTarget {
        protocol,
        base_url: request.base_url,
        account_name: request.account_name.trim().to_owned(),
        begins_at_ms,
        is_now_playing_enabled: request.is_now_playing_enabled,
    };
    Ok((new, secret))
}

async fn save(
    listening: &Listening,
    caller: &Caller,
    (target, secret): (Uuid, &str),
) -> Result<()> {
    let name = secret_name(target);
    let place = (caller.who.user_id, name.as_str());
    let accounts = listening.0.surface.accounts();
    Ok(accounts.put_secret(place, secret.as_bytes(), &caller.client).await?)
}

/// List the servers that get plays
#[utoipa::path(
    get,
    path = "/v1/listens/relays",
    tag = "listening",
    responses((status = 200, description = "Servers and their states", body = RelayList), OwnProblems),
)]
pub(crate) async fn list_relays(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    _: NoQuery,
) -> Result<Response> {
    let relays = listening.listens().relays(user_id).await?;
    let relays = relays.into_iter().map(RelayShape::from).collect();
    Ok(private(StatusCode::OK, RelayList { relays }))
}

/// Switch a server that gets plays, or sign in there again
#[utoipa::path(
    patch,
    path = "/v1/listens/relays/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a relay")),
    request_body = RelayChange,
    responses((status = 200, description = "As it is now", body = RelayShape), CredentialProblems),
)]
pub(crate) async fn change_relay(
    extract::State(listening): extract::State<Listening>,
    Person(caller): Person,
    RelayId(id): RelayId,
    Json(change): Json<RelayChange>,
) -> Result<Response> {
    let (listens, user_id) = (listening.listens(), caller.who.user_id);
    let target = listens.find_relay(user_id, id).await?.target;
    if let Some(secret) = change.credential.secret(target.protocol)? {
        save(&listening, &caller, (id, &secret)).await?;
    }
    listens.switch_relay((user_id, id), change.is_enabled, change.is_now_playing_enabled).await?;
    listens.renew_relay(user_id, id).await?;
    let state = listens.find_relay(user_id, id).await?;
    Ok(private(StatusCode::OK, RelayShape::from(state)))
}

/// Stop forwarding plays to a server
///
/// What waits for it is not sent any more.
#[utoipa::path(
    delete,
    path = "/v1/listens/relays/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a relay")),
    responses((status = 204, description = "It is removed"), CredentialProblems),
)]
pub(crate) async fn remove_relay(
    extract::State(listening): extract::State<Listening>,
    Person(caller): Person,
    RelayId(id): RelayId,
) -> Result<Response> {
    let user_id = caller.who.user_id;
    listening.listens().remove_relay(user_id, id).await?;
    let (accounts, name) = (listening.0.surface.accounts(), secret_name(id));
    accounts.remove_secret((user_id, &name), &caller.client).await?;
    Ok(done())
}
