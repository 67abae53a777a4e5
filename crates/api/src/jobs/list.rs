//! The list of jobs.

use accounts::Scope as Right;
use axum::extract;
use axum::response::Response;
use edge::extract::Query;
use edge::paging::Limit;
use serde::Deserialize;
use utoipa::IntoParams;

use super::problems::ListProblems;
use super::shapes::{JobPage, JobShape, fresh};
use super::{JobState, Operations, codes};
use crate::accounts::Caller;
use crate::accounts::page::{Page, by_id};
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
    let parts = [b"jobs", query.state.as_deref().unwrap_or_default().as_bytes()];
    let page = Page::new(&parts, query.limit, query.cursor.as_deref())?;
    let mut rows = operations.board().list(state, page.after_id(), page.wanted()).await?;
    let next_cursor = page.cut(&mut rows, |row| by_id(row.id));
    Ok(fresh(JobPage { jobs: rows.into_iter().map(JobShape::from).collect(), next_cursor }))
}

fn parse(text: &str) -> Result<JobState> {
    let words = JobState::ALL.map(JobState::as_str);
    let state = JobState::ALL.into_iter().find(|state| state.as_str() == text);
    state.ok_or_else(|| codes::not_one_of("state", &words).into())
}
