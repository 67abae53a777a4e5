//! Who asks: found in `Authorization: Bearer` or in the cookie of the web page.

use accounts::Client;
use axum::extract::{FromRef, FromRequestParts};
use edge::extract::{NoQuery, Path};
use edge::{Call, Peer, Problem};
use http::HeaderMap;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::request::Parts;

use super::{Surface, codes, cookies, csrf, errors};

/// A user who may act; without one the request is refused.
pub struct Caller {
    /// Who it is and what this user may do.
    pub who: accounts::Caller,
    /// Where the request comes from.
    pub client: Client,
}

/// A user who may act, or nobody. A token that has ended is nobody.
pub(crate) struct MaybeCaller(pub(crate) Option<Caller>);

/// Where a request comes from, whoever asks.
pub(super) struct Visitor(pub(super) Client);

/// A visitor whose cookies matter.
pub(super) struct Browser {
    /// Where the request comes from.
    pub(super) client: Client,
    /// What the browser sent.
    pub(super) headers: HeaderMap,
}

/// The one parameter of a path that has no query.
pub(super) struct Named(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let call = Call::from_request_parts(parts, state).await?;
        let device = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Client { address: Some(call.client()), device: device.map(str::to_owned) }))
    }
}

impl<S: Sync> FromRequestParts<S> for Browser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Visitor(client) = Visitor::from_request_parts(parts, state).await?;
        Ok(Self { client, headers: parts.headers.clone() })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        NoQuery::from_request_parts(parts, state).await?;
        let Path(name) = Path::from_request_parts(parts, state).await?;
        Ok(Self(name))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller
where
    Surface: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let surface = Surface::from_ref(state);
        let Visitor(client) = Visitor::from_request_parts(parts, state).await?;
        let accounts = surface.accounts();
        let who = if let Some(token) = bearer(parts)? {
            accounts.check(token, &client).await
        } else if let Some(token) = cookies::find(&parts.headers, cookies::SESSION) {
            csrf::check(&surface, &parts.method, &parts.headers)?;
            accounts.check(token, &client).await
        } else if let Some((name, is_trusted)) = named_by_proxy(&surface, parts) {
            // Whatever the proxy asks for, browsers may send along by themselves.
            csrf::check(&surface, &parts.method, &parts.headers)?;
            accounts.check_proxy(name, is_trusted).await
        } else {
            return Err(Problem::new(codes::NOT_SIGNED_IN)
                .detail("send Authorization: Bearer with an access token or an app token"));
        };
        Ok(Self { who: who.map_err(errors::problem)?, client })
    }
}

impl<S: Sync> FromRequestParts<S> for MaybeCaller
where
    Surface: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Caller::from_request_parts(parts, state).await {
            Ok(caller) => Ok(Self(Some(caller))),
            Err(problem) if problem.code() == codes::NOT_SIGNED_IN => Ok(Self(None)),
            Err(problem) => Err(problem),
        }
    }
}

/// The user whom a proxy names, and whether the peer is one that may.
fn named_by_proxy<'p>(surface: &Surface, parts: &'p Parts) -> Option<(&'p str, bool)> {
    let proxy = surface.options().proxy.as_ref()?;
    let name = parts.headers.get(&proxy.header)?.to_str().ok()?;
    let peer = parts.extensions.get::<Peer>()?;
    Some((name, proxy.proxies.contains(peer.0.ip())))
}

/// The token in the header. A header that says something else is refused, not passed over.
fn bearer(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(value) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let unknown =
        || Problem::new(codes::NOT_SIGNED_IN).detail("Authorization must be Bearer and a token");
    token.ok_or_else(unknown).map(Some)
}
