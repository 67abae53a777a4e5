//! Signing in with a provider of OpenID Connect: the browser goes there and comes back.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{NoQuery, Path, Query};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::Browser;
use super::problems::ProviderProblems;
use super::{Surface, codes, cookies};
use crate::error::Result;

/// What a provider sends the browser back with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallbackQuery {
    /// Proves to the provider that it let the person in.
    code: Option<String>,
    /// What this server gave the browser on its way.
    state: Option<String>,
    /// Why the provider did not let the person in.
    error: Option<String>,
    /// More about that; never shown.
    #[expect(dead_code, reason = "providers send it, and unknown parameters are refused")]
    error_description: Option<String>,
    /// More about that; never shown.
    #[expect(dead_code, reason = "as above")]
    error_uri: Option<String>,
    /// Who the provider is.
    #[expect(dead_code, reason = "as above: RFC 9207; the id token says it with a signature")]
    iss: Option<String>,
    /// What the person allowed.
    #[expect(dead_code, reason = "as above: Google sends it")]
    scope: Option<String>,
    /// Which of several people at the browser.
    #[expect(dead_code, reason = "as above: Google sends it")]
    authuser: Option<String>,
    /// The organisation.
    #[expect(dead_code, reason = "as above: Google sends it")]
    hd: Option<String>,
    /// Whether the person was asked.
    #[expect(dead_code, reason = "as above: Google sends it")]
    prompt: Option<String>,
    /// The provider's session.
    #[expect(dead_code, reason = "as above: Keycloak and others send it")]
    session_state: Option<String>,
}

/// Begin to sign in with another provider
///
/// Sends the browser to the provider.
#[utoipa::path(
    get,
    path = "/v1/auth/oidc/{provider}/start",
    tag = "account",
    params(("provider" = String, Path, description = "Its name in the configuration")),
    responses((status = 303, description = "To the provider"), ProviderProblems),
)]
pub(crate) async fn start_oidc(
    extract::State(surface): extract::State<Surface>,
    Path(provider): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    let oidc = surface.oidc().ok_or_else(|| crate::codes::not_found("provider", &provider))?;
    let question = oidc.ask(&provider).await?;
    let mut response = redirect(&question.url)?;
    cookies::set_state(response.headers_mut(), &surface, &question.state);
    Ok(response)
}

/// Come back from another provider
///
/// Sets the cookies of a session and sends the browser to the web page.
#[utoipa::path(
    get,
    path = "/v1/auth/oidc/{provider}/callback",
    tag = "account",
    params(("provider" = String, Path, description = "Its name in the configuration"), CallbackQuery),
    responses((status = 303, description = "To the web page, signed in"), ProviderProblems),
)]
pub(crate) async fn end_oidc(
    extract::State(surface): extract::State<Surface>,
    Browser { client, headers }: Browser,
    Path(provider): Path<String>,
    Query(query): Query<CallbackQuery>,
) -> Result<Response> {
    let oidc = surface.oidc().ok_or_else(|| crate::codes::not_found("provider", &provider))?;
    if query.error.is_some() {
        return Err(Problem::new(codes::PROVIDER_FAILED)
            .detail("the provider did not let you in")
            .into());
    }
    let state = query.state.unwrap_or_default();
    // Another browser's answer would sign this one in as somebody else.
    if state.is_empty() || cookies::find(&headers, cookies::STATE) != Some(&state) {
        return Err(Problem::new(codes::CROSS_SITE)
            .detail("this browser did not ask to sign in, or too long ago; start again")
            .into());
    }
    let code = query.code.unwrap_or_default();
    let (_, pair) = oidc.answer(&provider, (&code, &state), &client).await?;
    let mut response = redirect("/")?;
    cookies::set(response.headers_mut(), &surface, &pair, surface.accounts().now_ms());
    cookies::set_state(response.headers_mut(), &surface, "");
    Ok(response)
}

fn redirect(to: &str) -> Result<Response, Problem> {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::try_from(to).map_err(Problem::internal)?;
    response.headers_mut().insert(LOCATION, to);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
