//! One job.

use accounts::Scope;
use axum::extract;
use axum::response::Response;
use edge::extract::{NoQuery, Path};
use uuid::Uuid;

use super::problems::JobProblems;
use super::shapes::{JobShape, fresh};
use super::{JobRow, Operations, codes};
use crate::accounts::Caller;
use crate::error::Result;

/// Show a job
///
/// For administrators.
#[utoipa::path(
    get,
    path = "/v1/jobs/{id}",
    tag = "operation",
    params(("id" = String, Path, description = "The id of the job")),
    responses((status = 200, description = "The job", body = JobShape), JobProblems),
)]
pub(crate) async fn show_job(
    extract::State(operations): extract::State<Operations>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    caller.who.require(Scope::Admin)?;
    Ok(fresh(JobShape::from(find(&operations, &id).await?)))
}

/// The job of a path.
pub(super) async fn find(operations: &Operations, id: &str) -> Result<JobRow> {
    let job = operations.board().find(parse(id)?).await?;
    job.ok_or_else(|| codes::no_such_job(id).into())
}

/// What is no id is the id of no job.
pub(super) fn parse(id: &str) -> Result<Uuid> {
    Uuid::parse_str(id).map_err(|_| codes::no_such_job(id).into())
}
