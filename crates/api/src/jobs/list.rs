//! The list of jobs.

use accounts::Scope as Right;
use axum::extract;
use axum::response::Response;
use edge::extract::Query;
use edge::paging::{Cursor, Limit, Scope};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::problems::ListProblems;
use super::shapes::{JobPage, JobShape, fresh};
use super::{JobState, Operations, codes};
use crate::accounts::Caller;
use crate::error::Result;

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobsQuery {
    /// Only those in this state: `queued`, `running`, `completed`, `failed` or `cancelled`.
    state: Option<String>,
    /// Jobs on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List jobs
///
/// For administrators.
#[utoipa::path(
    get,
    path = "/v1/jobs",
    tag = "operation",
    params(JobsQuery),
    responses((status = 200, description = "A page of jobs", body = JobPage), ListProblems),
)]
pub(crate) async fn list_jobs(
    extract::State(operations): extract::State<Operations>,
    caller: Caller,
    Query(query): Query<JobsQuery>,
) -> Result<Response> {
    caller.who.require(Right::Admin)?;
    let state = query.state.as_deref().map(parse).transpose()?;
    let scope = Scope::of(&[b"jobs", query.state.as_deref().unwrap_or_default().as_bytes()]);
    let cursor = query.cursor.map(|text| Cursor::decode(&text, scope)).transpose()?;
    let before = cursor.map(|cursor| Uuid::from_u64_pair(cursor.position, cursor.tie));
    let limit = query.limit.unwrap_or_default().get();
    // One more than is shown tells whether there is a next page.
    let mut rows = operations.board().list(state, before, limit + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more).map(|row| row.id.as_u64_pair());
    let next_cursor = last.map(|(position, tie)| Cursor { position, tie }.encode(scope));
    Ok(fresh(JobPage { jobs: rows.into_iter().map(JobShape::from).collect(), next_cursor }))
}

fn parse(text: &str) -> Result<JobState> {
    let words = JobState::ALL.map(JobState::as_str);
    let state = JobState::ALL.into_iter().find(|state| state.as_str() == text);
    state.ok_or_else(|| codes::not_one_of("state", &words).into())
}
