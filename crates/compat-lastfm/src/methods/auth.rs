//! Session keys: for an app token at once, or by the page on which a person approves.

use accounts::{Caller, Handed, Protocol, Refusal, User};

use super::{Answer, Change};
use crate::Surface;
use crate::caller::{client, reader};
use crate::failure::{Code, Failure};
use crate::node::Node;
use crate::params::Call;

/// `auth.getMobileSession`: the "password" is an app token, or `authToken` a digest of it.
pub(super) async fn get_mobile_session(surface: &Surface, call: &Change<'_>) -> Answer {
    let (params, client) = (&call.params, client(&call.parts));
    let accounts = surface.accounts();
    let name = params.filled("username").ok_or(Code::Parameters)?;
    let checked = match (params.filled("password"), params.filled("authToken")) {
        (Some(token), _) => accounts.check(token, &client).await,
        (None, Some(digest)) => accounts.check_lastfm_mobile(name, digest, &client).await,
        (None, None) => return Err(Code::Parameters.into()),
    };
    let caller = checked.map_err(signing_in)?;
    let user = accounts.find_own(&caller).await?;
    if !accounts.is_name_of(name, &user) {
        return Err(Code::Authentication.into());
    }
    let key = accounts.open_scrobbling(&caller, Protocol::Lastfm, &client).await;
    Ok(session(&user, &key.map_err(signing_in)?))
}

/// `auth.getToken`: a request that a person is to approve.
pub(super) fn get_token(surface: &Surface, call: &Call) -> Answer {
    let key = call.params.filled("api_key").ok_or(Code::Parameters)?;
    Ok(Node::text("token", &surface.accounts().new_scrobbler_request(key)))
}

/// `auth.getSession`: the key, once a person has approved.
pub(super) async fn get_session(surface: &Surface, call: &Call) -> Answer {
    let key = call.params.filled("api_key").ok_or(Code::Parameters)?;
    let token = call.params.filled("token").ok_or(Code::Parameters)?;
    match surface.accounts().fetch_scrobbler_key(key, token).await? {
        Handed::Key { caller, key } => {
            let user = surface.accounts().find_own(&caller).await?;
            Ok(session(&user, &key))
        }
        Handed::Waiting => Err(Code::Waiting.into()),
        Handed::Ended => Err(Code::Expired.into()),
        Handed::Unknown => Err(Failure::new(
            Code::Authentication,
            "Unauthorized Token - This token has not been issued",
        )),
    }
}

/// `auth.getSessionInfo`: whose key it is.
pub(super) async fn get_session_info(surface: &Surface, call: &Call) -> Answer {
    let caller: Option<Caller> = reader(surface, &call.params, &client(&call.parts)).await?;
    let user = surface.accounts().find_own(&caller.ok_or(Code::Session)?).await?;
    let session = vec![
        Node::text("name", &user.username.text),
        Node::text("subscriber", "0").numeric(),
        Node::text("country", ""),
    ];
    let application = Node::new("application", vec![Node::new("session", session)]);
    Ok(application)
}

fn session(user: &User, key: &str) -> Node {
    Node::new(
        "session",
        vec![
            Node::text("name", &user.username.text),
            Node::text("key", key),
            Node::text("subscriber", "0").numeric(),
        ],
    )
}

/// Who signs in and is not known has the wrong name or token, and no session that has ended.
fn signing_in(error: accounts::Error) -> Failure {
    match error.refusal() {
        Some(Refusal::NotSignedIn | Refusal::SessionEnded) => Code::Authentication.into(),
        _ => error.into(),
    }
}
