//! Refusals as clients of ListenBrainz know them: a code and a message.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use edge::Problem;
use edge::extract::Json;
use edge::problem::code;
use http::StatusCode;
use serde_json::{Map, Value};

/// What a handler answers.
pub(crate) type Answer<T = Response> = Result<T, Failure>;

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// In words that clients compare.
    Said(Box<Said>),
    /// What every surface has; [`crate::dress`] translates it.
    Problem(Problem),
}

/// A refusal in words.
#[derive(Debug)]
pub(crate) struct Said {
    status: StatusCode,
    text: Cow<'static, str>,
    /// What stands in the answer beside code and message.
    beside: Map<String, Value>,
}

impl Failure {
    fn said(status: StatusCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self::Said(Box::new(Said { status, text: text.into(), beside: Map::new() }))
    }

    /// 400.
    pub(crate) fn bad_request(text: impl Into<Cow<'static, str>>) -> Self {
        Self::said(StatusCode::BAD_REQUEST, text)
    }

    /// 401.
    pub(crate) fn unauthorized(text: impl Into<Cow<'static, str>>) -> Self {
        Self::said(StatusCode::UNAUTHORIZED, text)
    }

    /// 403.
    pub(crate) fn forbidden(text: impl Into<Cow<'static, str>>) -> Self {
        Self::said(StatusCode::FORBIDDEN, text)
    }

    /// 404.
    pub(crate) fn not_found(text: impl Into<Cow<'static, str>>) -> Self {
        Self::said(StatusCode::NOT_FOUND, text)
    }

    /// The same with more beside it.
    pub(crate) fn beside(mut self, more: Map<String, Value>) -> Self {
        if let Self::Said(said) = &mut self {
            said.beside = more;
        }
        self
    }

    /// 400 for text that is not JSON.
    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        Self::bad_request(format!("Cannot parse JSON document: {error}"))
    }
}

/// The body of a refusal.
pub(crate) fn body(status: StatusCode, text: &str, mut beside: Map<String, Value>) -> Response {
    beside.insert("code".to_owned(), status.as_u16().into());
    beside.insert("error".to_owned(), text.into());
    (status, Json(beside)).into_response()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Said(said) => body(said.status, &said.text, said.beside),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<listens::Error> for Failure {
    fn from(error: listens::Error) -> Self {
        use listens::{Error, Refusal};
        let refusal = match error {
            Error::Refused(refusal) => refusal,
            Error::Unavailable { retry_after, source } => {
                return unavailable(retry_after.as_secs(), source).into();
            }
            Error::Internal(cause) => return Problem::internal(cause).into(),
        };
        let text = refusal.to_string();
        match refusal {
            Refusal::Invalid { .. } | Refusal::TooMany { .. } => Self::bad_request(text),
            Refusal::NotFound { .. } => Self::not_found(text),
        }
    }
}

impl From<accounts::Error> for Failure {
    fn from(error: accounts::Error) -> Self {
        use accounts::{Error, Refusal};
        let refusal = match error {
            Error::Refused(refusal) => refusal,
            Error::Unavailable { retry_after, source } => {
                return unavailable(retry_after.as_secs(), source).into();
            }
            Error::Internal(cause) => return Problem::internal(cause).into(),
        };
        let text = refusal.to_string();
        match refusal {
            Refusal::NotSignedIn | Refusal::SessionEnded | Refusal::WrongCredentials => {
                Self::unauthorized("Invalid authorization token.")
            }
            Refusal::ScopeNeeded { .. } => Self::unauthorized("Insufficient scope."),
            Refusal::Disabled | Refusal::SessionNeeded => Self::unauthorized(text),
            Refusal::NotFound { .. } | Refusal::LinkEnded => Self::not_found(text),
            Refusal::AdminNeeded
            | Refusal::LastAdmin
            | Refusal::RegistrationClosed
            | Refusal::InvitationNeeded => Self::forbidden(text),
            Refusal::TooManyAttempts { .. } | Refusal::Busy => {
                Self::said(StatusCode::TOO_MANY_REQUESTS, text)
            }
            Refusal::Invalid { .. }
            | Refusal::Taken { .. }
            | Refusal::TooMany { .. }
            | Refusal::ProviderFailed { .. } => Self::bad_request(text),
        }
    }
}

fn unavailable(
    retry_after_s: u64,
    cause: impl std::error::Error + Send + Sync + 'static,
) -> Problem {
    Problem::new(code::UNAVAILABLE)
        .detail("the database cannot be asked at the moment")
        .retry_after_s(retry_after_s.max(1))
        .caused_by(cause)
}
