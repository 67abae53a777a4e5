//! How refusals of the listening history sound in this language.

use edge::Problem;
use edge::problem::code;
use listens::{Error, Refusal};

use crate::accounts::codes;

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        problem(error).into()
    }
}

/// Names every refusal, so that a new one does not compile until it has a code.
fn problem(error: Error) -> Problem {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Unavailable { retry_after, source } => {
            return Problem::new(code::UNAVAILABLE)
                .detail("the database cannot be asked at the moment")
                .retry_after_s(retry_after.as_secs().max(1))
                .caused_by(source);
        }
        Error::Internal(cause) => return Problem::internal(cause),
    };
    let words = refusal.to_string();
    match refusal {
        Refusal::Invalid { field, .. } => Problem::new(code::INVALID_FIELD).parameter(field),
        Refusal::NotFound { .. } => Problem::new(code::NOT_FOUND),
        Refusal::TooMany { .. } => Problem::new(codes::TOO_MANY),
    }
    .detail(words)
}
