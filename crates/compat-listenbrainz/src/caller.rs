//! Who asks: the second word of `Authorization`, whatever the first is.

use accounts::{Accounts, Caller, Client, Refusal, Scope, User};
use axum::extract::{FromRequestParts, Path};
use edge::Call;
use http::HeaderMap;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::request::Parts;

use crate::Surface;
use crate::failure::{Answer, Failure};

/// Somebody who may submit and change.
pub(crate) struct Writer(pub(crate) Caller);

/// Somebody who is known; what the token may do does not matter.
pub(crate) struct Known(pub(crate) Caller);

/// Somebody, or nobody in particular.
pub(crate) struct Viewer(pub(crate) Option<Caller>);

/// The person in the path, whom the viewer may see.
pub(crate) struct Listener(pub(crate) User);

impl FromRequestParts<Surface> for Known {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let client = client(parts);
        let token = token(&parts.headers)?;
        Ok(Self(surface.accounts().check(token, &client).await?))
    }
}

impl FromRequestParts<Surface> for Writer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let Known(caller) = Known::from_request_parts(parts, surface).await?;
        caller.require(Scope::ListensWrite)?;
        Ok(Self(caller))
    }
}

impl FromRequestParts<Surface> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let Ok(token) = token(&parts.headers) else { return Ok(Self(None)) };
        let client = client(parts);
        known(surface.accounts(), token, &client).await.map(Self)
    }
}

impl FromRequestParts<Surface> for Listener {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, surface: &Surface) -> Answer<Self> {
        let Viewer(viewer) = Viewer::from_request_parts(parts, surface).await?;
        let named = Path::<Vec<(String, String)>>::from_request_parts(parts, surface).await;
        let names = named.map(|Path(names)| names).unwrap_or_default();
        let name = names.into_iter().find(|(key, _)| key == "user").map(|(_, name)| name);
        find(surface, &name.unwrap_or_default(), viewer.as_ref()).await.map(Self)
    }
}

/// The person of this name, if the viewer may see what this person listened to.
pub(crate) async fn find(surface: &Surface, name: &str, viewer: Option<&Caller>) -> Answer<User> {
    surface.accounts().find_listener(name, viewer).await.map_err(|error| match error.refusal() {
        Some(Refusal::NotFound { .. }) => Failure::not_found(format!("Cannot find user: {name}")),
        _ => error.into(),
    })
}

/// The user of a token; none when it is not, or no longer, one.
pub(crate) async fn known(
    accounts: &Accounts,
    token: &str,
    client: &Client,
) -> Answer<Option<Caller>> {
    match accounts.check(token, client).await {
        Ok(caller) => Ok(Some(caller)),
        Err(error) if error.refusal().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Where a request comes from.
pub(crate) fn client(parts: &Parts) -> Client {
    let device = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let address = parts.extensions.get::<Call>().map(Call::client);
    Client { address, device: device.map(str::to_owned) }
}

/// The token in the header.
pub(crate) fn token(headers: &HeaderMap) -> Answer<&str> {
    let value = headers.get(AUTHORIZATION).map_or(Ok(""), |value| value.to_str());
    let invalid = || Failure::unauthorized("Provided Authorization header is invalid.");
    let value = value.map_err(|_| invalid())?;
    if value.is_empty() {
        return Err(Failure::unauthorized("You need to provide an Authorization header."));
    }
    value.split(' ').nth(1).ok_or_else(invalid)
}
