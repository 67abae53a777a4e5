//! The handshake.

use accounts::{Caller, Client, Protocol, Refusal};
use http::header::HOST;
use http::request::Parts;

use super::{NOW_PLAYING, SUBMISSION, Word};
use crate::Surface;
use crate::caller::client;
use crate::failure::Failure;
use crate::params::{Call, Params};
use crate::signature;

/// How far the clock of a client may be ahead, in seconds: a day, for players that know no time zone.
///
/// It may be behind by any time. Players without a battery for their clock begin at the start of an
/// epoch whenever they are switched on, and shake hands before anybody has told them the date;
/// ListenBrainz looks at no time either. The price: a digest that somebody has read, on the wire or in
/// the log of a proxy, opens sessions until its token is revoked, so tokens of players that speak
/// this protocol should have the scopes of a player only.
const MAX_SKEW_S: i64 = 24 * 60 * 60;

/// Opens a session: its id, and where to send what plays and what was played.
pub(super) async fn open(surface: &Surface, call: &Call) -> Result<Vec<String>, Word> {
    let (params, mut client) = (&call.params, client(&call.parts));
    if !params.get("p").is_some_and(|version| version.starts_with("1.2")) {
        return Err(Word::Failed("only the protocol 1.2 is spoken here".to_owned()));
    }
    let now_s = surface.listens().now_ms() / 1000;
    if params.number("t").is_none_or(|time_s| time_s > now_s + MAX_SKEW_S) {
        return Err(Word::BadTime);
    }
    let base = base(surface, &call.parts);
    let base = base.ok_or_else(|| Word::Failed("the request names no host".to_owned()))?;
    let caller = check(surface, params, &client).await?;
    if client.device.is_none() {
        client.device = params.filled("c").map(str::to_owned);
    }
    let accounts = surface.accounts();
    let key = accounts.open_scrobbling(&caller, Protocol::AudioScrobbler, &client).await;
    let key = key.map_err(refuse)?;
    Ok(vec![key, format!("{base}{NOW_PLAYING}"), format!("{base}{SUBMISSION}")])
}

/// Who shakes hands: by a digest of an app token, or with a session key of Last.fm. The digest of
/// the latter is made with the secret of a program, and checked where that is known.
async fn check(surface: &Surface, params: &Params, client: &Client) -> Result<Caller, Word> {
    let accounts = surface.accounts();
    let checked = match (params.filled("sk"), params.filled("u")) {
        (Some(key), _) => {
            signature::check_handshake(surface.options(), params)?;
            accounts.check_scrobbler(Protocol::Lastfm, key, client).await
        }
        (None, Some(name)) => {
            let time = params.get("t").unwrap_or_default();
            let digest = params.get("a").unwrap_or_default();
            accounts.check_audioscrobbler(name, (time, digest), client).await
        }
        (None, None) => return Err(Word::BadAuth),
    };
    checked.map_err(refuse)
}

fn refuse(error: accounts::Error) -> Word {
    match error.refusal() {
        Some(Refusal::NotSignedIn) => Word::BadAuth,
        _ => Failure::from(error).into(),
    }
}

/// Scheme and host under which the client sees this server.
fn base(surface: &Surface, parts: &Parts) -> Option<String> {
    if let Some(origin) = &surface.options().public_origin {
        return Some(origin.clone());
    }
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let host = parts.uri.authority().map(http::uri::Authority::as_str);
    let host = host.or_else(|| header(HOST.as_str())).filter(|host| !host.is_empty())?;
    let scheme = header("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    Some(format!("{scheme}://{host}"))
}
