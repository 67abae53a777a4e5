//! Reports that were joined into one listen: who said what, and taking a join back.

use axum::extract;
use axum::response::Response;
use edge::extract::{NoQuery, Path};
use http::StatusCode;
use listens::Duplicate;
use serde::Serialize;
use utoipa::ToSchema;

use super::Listening;
use super::changes::Changed;
use super::own::{ListenId, Reader, Writer};
use super::problems::{OwnProblems, WriteProblems};
use crate::accounts::shapes::{id, instant, private};
use crate::error::Result;

/// Another report of a listen.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportShape {
    /// Id.
    id: String,
    /// Why it is the same play: `same_moment end_of_play during`.
    rule: String,
    /// Between the beginnings, in milliseconds.
    distance_ms: i64,
    /// The door.
    source: String,
    /// Program and version.
    client: Option<String>,
    /// When it began, as the program said.
    listened_at: String,
    /// The message, as it came.
    payload: String,
}

impl From<Duplicate> for ReportShape {
    fn from(it: Duplicate) -> Self {
        Self {
            id: it.raw_id.to_string(),
            rule: it.rule,
            distance_ms: it.distance_ms,
            source: it.source,
            client: it.client,
            listened_at: instant(it.listened_at_ms),
            payload: it.payload,
        }
    }
}

/// What else was reported of a listen.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportList {
    /// In the order in which they came.
    reports: Vec<ReportShape>,
}

/// List other reports of an own listen
///
/// Programs that report the same play are told from plays that repeat; each is kept as it came.
#[utoipa::path(
    get,
    path = "/v1/listens/{id}/reports",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a listen")),
    responses((status = 200, description = "The reports", body = ReportList), OwnProblems),
)]
pub(crate) async fn list_reports(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    ListenId(listen): ListenId,
) -> Result<Response> {
    let reports = listening.listens().duplicates(user_id, listen).await?;
    let reports = reports.into_iter().map(ReportShape::from).collect();
    Ok(private(StatusCode::OK, ReportList { reports }))
}

/// Make a report a listen of its own
///
/// It can be taken back.
#[utoipa::path(
    delete,
    path = "/v1/listens/{id}/reports/{report}",
    tag = "listening",
    params(
        ("id" = String, Path, description = "The id of a listen"),
        ("report" = String, Path, description = "The id of another report of it"),
    ),
    responses((status = 200, description = "What was changed", body = Changed), WriteProblems),
)]
pub(crate) async fn separate_report(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    Path((listen, report)): Path<(String, String)>,
    _: NoQuery,
) -> Result<Response> {
    let raw_id = id(&report, "report")?;
    let reports = listening.listens().duplicates(user_id, id(&listen, "listen")?).await?;
    if !reports.iter().any(|it| it.raw_id == raw_id) {
        return Err(crate::codes::not_found("report", &report).into());
    }
    let batch = listening.listens().separate(user_id, raw_id).await?;
    Ok(private(StatusCode::OK, Changed::from(batch)))
}
