//! Registering, signing in and out, and getting the next pair of tokens.

use accounts::{Credentials, NewAccount, TokenPair, User};
use axum::extract;
use axum::response::Response;
use edge::extract::{Json, NoQuery};
use http::{Method, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::{Browser, MaybeCaller, Visitor};
use super::problems::EnterProblems;
use super::shapes::{SignedInShape, UserShape, done, private};
use super::{Surface, cookies, csrf};
use crate::error::Result;

/// Somebody who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterRequest {
    /// 1 to 64 characters, without `@`.
    #[schema(example = "maya")]
    username: String,
    /// The address for mails; without one a forgotten password cannot be replaced.
    #[serde(default)]
    email: Option<String>,
    /// 8 to 1024 bytes, not the user name.
    password: String,
    /// The token of an invitation, where one is needed.
    #[serde(default)]
    invitation: Option<String>,
}

/// Somebody who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRequest {
    /// The user name or the address.
    name: String,
    /// The password.
    password: String,
    /// For web pages: the tokens come in cookies that no script can read.
    #[serde(default)]
    cookies: bool,
}

/// Somebody whose access token has ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshRequest {
    /// The refresh token; left out by web pages, which have it in a cookie.
    #[serde(default)]
    refresh_token: Option<String>,
}

/// Register
///
/// The first account is an administrator's.
#[utoipa::path(
    post,
    path = "/v1/auth/register",
    tag = "account",
    request_body = RegisterRequest,
    responses((status = 201, description = "The new account", body = UserShape), EnterProblems),
)]
pub(crate) async fn register(
    extract::State(surface): extract::State<Surface>,
    Visitor(client): Visitor,
    _: NoQuery,
    Json(request): Json<RegisterRequest>,
) -> Result<Response> {
    let RegisterRequest { username, email, password, invitation } = request;
    let account = NewAccount { username, email, password, invitation };
    let user = surface.accounts().register(&account, &client).await?;
    Ok(private(StatusCode::CREATED, UserShape::from(user)))
}

/// Sign in
///
/// An account that was deleted by its user comes back by this within the grace period.
#[utoipa::path(
    post,
    path = "/v1/auth/login",
    tag = "account",
    request_body = SignInRequest,
    responses((status = 200, description = "A pair of tokens", body = SignedInShape), EnterProblems),
)]
pub(crate) async fn sign_in(
    extract::State(surface): extract::State<Surface>,
    Visitor(client): Visitor,
    _: NoQuery,
    Json(request): Json<SignInRequest>,
) -> Result<Response> {
    let credentials = Credentials { name: request.name, password: request.password };
    let signed_in = surface.accounts().sign_in(&credentials, &client).await?;
    Ok(answer(&surface, signed_in, request.cookies))
}

/// Get the next pair of tokens
///
/// The refresh token works once. For a few seconds it gets the same answer again, in case the
/// answer was lost; after that, using it again ends the session.
#[utoipa::path(
    post,
    path = "/v1/auth/refresh",
    tag = "account",
    request_body = RefreshRequest,
    responses((status = 200, description = "A pair of tokens", body = SignedInShape), EnterProblems),
)]
pub(crate) async fn refresh(
    extract::State(surface): extract::State<Surface>,
    Browser { client, headers }: Browser,
    _: NoQuery,
    Json(request): Json<RefreshRequest>,
) -> Result<Response> {
    let in_cookies = request.refresh_token.is_none();
    let token = match &request.refresh_token {
        Some(token) => token,
        None => {
            csrf::check(&surface, &Method::POST, &headers)?;
            cookies::find(&headers, cookies::REFRESH).unwrap_or_default()
        }
    };
    let next = surface.accounts().refresh(token, &client).await?;
    Ok(answer(&surface, next, in_cookies))
}

/// Sign out
///
/// Ends the session of the access token or of the refresh token in the cookie, and takes the
/// cookies. It works for sessions that have ended, too.
#[utoipa::path(
    post,
    path = "/v1/auth/logout",
    tag = "account",
    responses((status = 204, description = "The session has ended"), EnterProblems),
)]
pub(crate) async fn sign_out(
    extract::State(surface): extract::State<Surface>,
    Browser { client, headers }: Browser,
    MaybeCaller(caller): MaybeCaller,
    _: NoQuery,
) -> Result<Response> {
    if let Some(caller) = &caller {
        surface.accounts().sign_out(&caller.who, &client).await?;
    }
    if let Some(token) = cookies::find(&headers, cookies::REFRESH) {
        csrf::check(&surface, &Method::POST, &headers)?;
        surface.accounts().sign_out_by_refresh(token, &client).await?;
    }
    let mut response = done();
    cookies::clear(response.headers_mut(), &surface);
    Ok(response)
}

fn answer(surface: &Surface, (user, pair): (User, TokenPair), in_cookies: bool) -> Response {
    let mut response = private(StatusCode::OK, SignedInShape::new(user, &pair, in_cookies));
    if in_cookies {
        let now_ms = surface.accounts().now_ms();
        cookies::set(response.headers_mut(), surface, &pair, now_ms);
    }
    response
}
