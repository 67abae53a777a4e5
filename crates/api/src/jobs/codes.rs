//! The codes of refusals about jobs.

use edge::problem::code;
use edge::{Code, Problem};
use http::StatusCode;

use super::Failure;

/// The job has ended: there is nothing to end.
pub const JOB_ENDED: Code = Code::new("job_ended", StatusCode::CONFLICT, "The job has ended");

/// All of them.
pub(crate) const ALL: [Code; 1] = [JOB_ENDED];

/// Seconds after which one of those who watch is likely to have gone.
const RETRY_WATCH_S: u64 = 10;

impl From<Failure> for crate::error::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable { retry_after, cause } => Problem::new(code::UNAVAILABLE)
                .detail("the database cannot be asked at the moment")
                .retry_after_s(retry_after.as_secs().max(1))
                .caused_by(cause),
            Failure::Internal(cause) => Problem::internal(cause),
        }
        .into()
    }
}

/// There is no such job.
pub(super) fn no_such_job(id: &str) -> Problem {
    let shown = edge::problem::shorten(id);
    Problem::new(code::NOT_FOUND).detail(format!("no job has the id \"{shown}\""))
}

/// A parameter has none of the values that it may have.
pub(super) fn not_one_of(name: &str, allowed: &[&str]) -> Problem {
    Problem::new(code::INVALID_PARAMETER)
        .parameter(name)
        .detail(format!("{name} is none of its values"))
        .allowed(allowed)
}

/// A parameter that is needed is not there.
pub(super) fn missing(name: &str) -> Problem {
    Problem::new(code::MISSING_PARAMETER).parameter(name)
}

/// Too many clients watch.
pub(super) fn too_many_watch() -> Problem {
    Problem::new(code::UNAVAILABLE)
        .detail("too many clients watch jobs at the moment")
        .retry_after_s(RETRY_WATCH_S)
}
