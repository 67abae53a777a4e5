//! The end of a job on demand.

use accounts::Scope;
use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{NoQuery, Path};

use super::problems::CancelProblems;
use super::shapes::{JobShape, fresh};
use super::show::parse;
use super::{Cancelled, Operations, codes};
use crate::accounts::Caller;
use crate::error::Result;

/// End a job
///
/// For administrators. A job that waits ends at once; one that runs is asked to end and does so
/// within seconds.
#[utoipa::path(
    post,
    path = "/v1/jobs/{id}/cancel",
    tag = "operation",
    params(("id" = String, Path, description = "The id of the job")),
    responses((status = 200, description = "The job", body = JobShape), CancelProblems),
)]
pub(crate) async fn cancel_job(
    extract::State(operations): extract::State<Operations>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    caller.who.require(Scope::Admin)?;
    match operations.board().cancel(parse(&id)?).await? {
        Cancelled::Asked(job) => Ok(fresh(JobShape::from(*job))),
        Cancelled::Ended => {
            let words = "there is nothing to end";
            Err(Problem::new(codes::JOB_ENDED).detail(words).into())
        }
        Cancelled::NoSuch => Err(codes::no_such_job(&id).into()),
    }
}
