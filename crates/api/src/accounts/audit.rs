//! The audit trail: one's own, and all of it for administrators.

use accounts::AuditEvent;
use axum::extract;
use axum::response::Response;
use edge::extract::Query;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::Surface;
use super::caller::Caller;
use super::page::{Page, PageQuery, by_id};
use super::problems::{AdminListProblems, ListProblems};
use super::shapes::{instant, private};
use crate::error::Result;

/// Something that happened.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventShape {
    /// Id.
    id: String,
    /// When, RFC 3339.
    at: String,
    /// What, such as `session.created`.
    action: String,
    /// Who did it; null for the program, strangers, and users who are erased.
    actor_id: Option<String>,
    /// The user whom it concerns.
    subject_id: Option<String>,
    /// Where the actor was, if that is yours to know.
    address: Option<String>,
    /// More about it.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    detail: serde_json::Value,
}

impl From<AuditEvent> for EventShape {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id.to_string(),
            at: instant(event.at_ms),
            action: event.action,
            actor_id: event.actor_id.map(|id| id.to_string()),
            subject_id: event.subject_id.map(|id| id.to_string()),
            address: event.address,
            detail: serde_json::from_str(&event.detail).unwrap_or_default(),
        }
    }
}

/// A page of events.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventList {
    /// The newest first.
    events: Vec<EventShape>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// List what concerns oneself
#[utoipa::path(
    get,
    path = "/v1/me/audit",
    tag = "account",
    params(PageQuery),
    responses((status = 200, description = "A page of events", body = EventList), ListProblems),
)]
pub(crate) async fn list_own_audit(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let page = query.page("/v1/me/audit")?;
    let accounts = surface.accounts();
    let events =
        accounts.list_own_audit(&caller.who, page.after_id(), page.wanted() as u32).await?;
    Ok(answer(&page, events))
}

/// List everything that is audited
#[utoipa::path(
    get,
    path = "/v1/audit",
    tag = "administration",
    params(PageQuery),
    responses((status = 200, description = "A page of events", body = EventList), AdminListProblems),
)]
pub(crate) async fn list_audit(
    extract::State(surface): extract::State<Surface>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let page = query.page("/v1/audit")?;
    let events =
        surface.accounts().list_audit(&caller.who, page.after_id(), page.wanted() as u32).await?;
    Ok(answer(&page, events))
}

fn answer(page: &Page, mut events: Vec<AuditEvent>) -> Response {
    let next_cursor = page.cut(&mut events, |event| by_id(event.id));
    let events = events.into_iter().map(EventShape::from).collect();
    private(StatusCode::OK, EventList { events, next_cursor })
}
