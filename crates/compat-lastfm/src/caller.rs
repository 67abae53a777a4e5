//! Who asks: a session key in the parameters.

use accounts::{Caller, Client, Protocol, Scope};
use http::header::USER_AGENT;
use http::request::Parts;

use crate::Surface;
use crate::failure::{Code, Failure};
use crate::params::Params;

/// Where a request comes from.
pub(crate) fn client(parts: &Parts) -> Client {
    let device = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let address = parts.extensions.get::<edge::Call>().map(edge::Call::client);
    Client { address, device: device.map(str::to_owned) }
}

/// Somebody who may submit and change, by the key `sk`.
///
/// # Errors
/// Error 9, also without a key; error 4 for keys that may only read.
pub(crate) async fn writer(
    surface: &Surface,
    params: &Params,
    client: &Client,
) -> Result<Caller, Failure> {
    let caller = reader(surface, params, client).await?.ok_or(Code::Session)?;
    caller.require(Scope::ListensWrite)?;
    Ok(caller)
}

/// Somebody, or nobody in particular when there is no key.
///
/// # Errors
/// Error 9 for keys that do not work.
pub(crate) async fn reader(
    surface: &Surface,
    params: &Params,
    client: &Client,
) -> Result<Option<Caller>, Failure> {
    let Some(key) = params.filled("sk") else { return Ok(None) };
    let checked = surface.accounts().check_scrobbler(Protocol::Lastfm, key, client).await;
    Ok(Some(checked?))
}
