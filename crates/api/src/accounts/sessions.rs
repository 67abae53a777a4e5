//! The sign-ins of the caller.

use accounts::SessionInfo;
use axum::extract;
use axum::response::Response;
use edge::extract::NoQuery;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::Surface;
use super::caller::{Caller, Named};
use super::problems::{FindProblems, ReadProblems, WriteProblems};
use super::shapes::{done, id, instant, private};
use crate::error::Result;

/// A sign-in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionShape {
    /// Id.
    id: String,
    /// What the client calls itself.
    device: Option<String>,
    /// Where it was last.
    address: Option<String>,
    /// When it began, RFC 3339.
    signed_in_at: String,
    /// The last use, to the minute.
    last_used_at: String,
    /// When it ends if nothing happens.
    expires_at: String,
    /// Whether this request belongs to it.
    is_current: bool,
}

impl From<SessionInfo> for SessionShape {
    fn from(session: SessionInfo) -> Self {
        Self {
            id: session.id.to_string(),
            device: session.device,
            address: session.address,
            signed_in_at: instant(session.signed_in_at_ms),
            last_used_at: instant(session.last_used_at_ms),
            expires_at: instant(session.expires_at_ms),
            is_current: session.is_current,
        }
    }
}

/// All sign-ins that work.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionList {
    /// The last used first.
    sessions: Vec<SessionShape>,
}

/// List the own sessions
#[utoipa::path(
    get,
    path = "/v1/me/sessions",
    tag = "account",
    responses((status = 200, description = "Those that work", body = SessionList), ReadProblems),
)]
pub(crate) async fn list_sessions(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    let sessions = surface.accounts().list_sessions(&caller.who).await?;
    let sessions = sessions.into_iter().map(SessionShape::from).collect();
    Ok(private(StatusCode::OK, SessionList { sessions }))
}

/// End all own sessions but this one
#[utoipa::path(
    delete,
    path = "/v1/me/sessions",
    tag = "account",
    responses((status = 204, description = "They have ended"), WriteProblems),
)]
pub(crate) async fn end_other_sessions(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    _: NoQuery,
) -> Result<Response> {
    surface.accounts().end_other_sessions(&caller.who, &caller.client).await?;
    Ok(done())
}

/// End one own session
#[utoipa::path(
    delete,
    path = "/v1/me/sessions/{id}",
    tag = "account",
    params(("id" = String, Path, description = "The session")),
    responses((status = 204, description = "It has ended"), FindProblems),
)]
pub(crate) async fn end_session(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Named(text): Named,
) -> Result<Response> {
    caller.who.require_person()?;
    let id = id(&text, "session")?;
    surface.accounts().end_session(&caller.who, id, &caller.client).await?;
    Ok(done())
}
