//! Refusals that a person can understand, and failures that only the log explains.

use std::time::Duration;

/// The result of what this crate is asked.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done, in words for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A value that cannot be.
    #[error("{reason}")]
    Invalid {
        /// Which one.
        field: &'static str,
        /// What it should be.
        reason: String,
    },
    /// There is nothing of this id, or it is somebody else's.
    #[error("no {what} has this id")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// There are as many as there may be.
    #[error("there are {most} {what} at most; send fewer, or remove some first")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        most: usize,
    },
}

impl Refusal {
    /// A value that cannot be.
    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Error {
        Error::Refused(Self::Invalid { field, reason: reason.into() })
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// For the person who asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database cannot be asked now; nothing was done.
    #[error("the database is not available")]
    Unavailable {
        /// When trying again makes sense.
        retry_after: Duration,
        /// For the log.
        source: store::Error,
    },
    /// A defect, for the log.
    #[error("listens failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error.retry_after() {
            Some(retry_after) => Self::Unavailable { retry_after, source: error },
            None => Self::Internal(Box::new(error)),
        }
    }
}

impl From<catalog::Error> for Error {
    fn from(error: catalog::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}
