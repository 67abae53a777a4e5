//! The app tokens of the caller.

use accounts::{AppTokenInfo, NewAppToken, Scope, Scopes};
use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Surface;
use super::caller::{Caller, Named};
use super::problems::{FindProblems, ReadProblems, WriteProblems};
use super::shapes::{done, id, instant, private};
use crate::error::Result;

/// An app token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenRequest {
    /// What you call it.
    #[schema(example = "Phone")]
    name: String,
    /// The program that it is for.
    #[serde(default)]
    client: Option<String>,
    /// What it may do.
    #[schema(example = json!(["listens:write"]))]
    scopes: Vec<String>,
    /// Whether it is to work in old protocols, which send a digest of it: then it is kept
    /// encrypted, not only as a hash.
    #[serde(default)]
    is_legacy: bool,
    /// When it ends, RFC 3339; never when left out.
    #[serde(default)]
    expires_at: Option<String>,
}

/// An app token.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenShape {
    /// Id.
    id: String,
    /// What the user calls it.
    name: String,
    /// The program that it is for.
    client: Option<String>,
    /// What it may do.
    scopes: Vec<&'static str>,
    /// Whether it works in old protocols.
    is_legacy: bool,
    /// When it was made, RFC 3339.
    created_at: String,
    /// When it ends; null for never.
    expires_at: Option<String>,
    /// The last use, to the minute.
    last_used_at: Option<String>,
    /// Where it was used last.
    last_used_address: Option<String>,
}

impl From<AppTokenInfo> for TokenShape {
    fn from(token: AppTokenInfo) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            client: token.client,
            scopes: token.scopes.iter().map(Scope::as_str).collect(),
            is_legacy: token.is_legacy,
            created_at: instant(token.created_at_ms),
            expires_at: token.expires_at_ms.map(instant),
            last_used_at: token.last_used_at_ms.map(instant),
            last_used_address: token.last_used_address,
        }
    }
}

/// An app token that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewTokenShape {
    /// The text that the program sends; it is shown now and never again.
    token: String,
    /// What is known about it.
    about: TokenShape,
}

/// All app tokens that were not ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenList {
    /// The oldest first.
    tokens: Vec<TokenShape>,
}

/// List the own app tokens
#[utoipa::path(
    get,
    path = "/v1/me/tokens",
    tag = "account",
    responses((status = 200, description = "Those that were not ended", body = TokenList), ReadProblems),
)]
pub(crate) async fn list_tokens(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    let tokens = surface.accounts().list_app_tokens(&caller.who).await?;
    let tokens = tokens.into_iter().map(TokenShape::from).collect();
    Ok(private(StatusCode::OK, TokenList { tokens }))
}

/// Make an app token
#[utoipa::path(
    post,
    path = "/v1/me/tokens",
    tag = "account",
    request_body = TokenRequest,
    responses((status = 201, description = "The new token", body = NewTokenShape), WriteProblems),
)]
pub(crate) async fn create_token(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
    Json(request): Json<TokenRequest>,
) -> Result<Response> {
    let new = NewAppToken {
        scopes: scopes(&request.scopes)?,
        expires_at_ms: request.expires_at.as_deref().map(end).transpose()?,
        name: request.name,
        client: request.client,
        is_legacy: request.is_legacy,
    };
    let (about, token) =
        surface.accounts().create_app_token(&caller.who, &new, &caller.client).await?;
    Ok(private(StatusCode::CREATED, NewTokenShape { token, about: about.into() }))
}

/// End an own app token
#[utoipa::path(
    delete,
    path = "/v1/me/tokens/{id}",
    tag = "account",
    params(("id" = String, Path, description = "The app token")),
    responses((status = 204, description = "It has ended"), FindProblems),
)]
pub(crate) async fn end_token(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Named(text): Named,
) -> Result<Response> {
    caller.who.require_person()?;
    let id = id(&text, "app token")?;
    surface.accounts().end_app_token(&caller.who, id, &caller.client).await?;
    Ok(done())
}

fn scopes(words: &[String]) -> Result<Scopes, Problem> {
    let known: Option<Vec<Scope>> = words.iter().map(|word| Scope::parse(word)).collect();
    known.map(|scopes| Scopes::of(&scopes)).ok_or_else(|| {
        Problem::new(code::INVALID_FIELD)
            .parameter("scopes")
            .detail("there is no such scope")
            .allowed(Scope::ALL.iter().map(|scope| scope.as_str()))
    })
}

fn end(text: &str) -> Result<i64, Problem> {
    let parsed = text.parse::<Timestamp>().map(Timestamp::as_millisecond);
    parsed.map_err(|_| {
        Problem::new(code::INVALID_FIELD)
            .parameter("expires_at")
            .detail("a time is written as in 2027-01-31T12:00:00Z")
    })
}
