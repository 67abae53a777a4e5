//! The one error of all handlers: a problem, made from whatever went wrong.

use axum::response::{IntoResponse, Response};
use edge::Problem;

use crate::codes;

/// The result of a handler.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal or failure on its way to the client.
#[derive(Debug)]
pub(crate) struct Error(Problem);

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<catalog::Error> for Error {
    /// Names every failure of the catalogue, so that a new one does not compile until it has words.
    fn from(error: catalog::Error) -> Self {
        use catalog::Error as E;
        use catalog::search::Error as S;
        Self(match error {
            E::Empty(_) => codes::no_catalogue(),
            E::Search(S::DeadlineExceeded) => codes::search_timeout(),
            E::NoGeneration(_)
            | E::Foreign { .. }
            | E::Version { .. }
            | E::Damaged { .. }
            | E::Busy(_)
            | E::Store(_)
            | E::Search(S::Unusable { .. } | S::Write { .. } | S::Read(_))
            | E::Io { .. } => Problem::internal(error),
        })
    }
}

impl From<sonic_rs::Error> for Error {
    /// Shapes read the catalogue while they are written: this is a damaged record.
    fn from(error: sonic_rs::Error) -> Self {
        Self(Problem::internal(error))
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}
