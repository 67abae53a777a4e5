//! Refusals in MusicBrainz's words.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use edge::Problem;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use crate::answer::{Format, Out};

/// What a handler answers.
pub(crate) type Answer<T> = Result<T, Failure>;

/// Where the rules of requests are explained.
const HELP: &str = "For usage, please see: https://musicbrainz.org/development/mmd";

/// Why something was not answered.
#[derive(Debug)]
pub(crate) enum Failure {
    /// In words that clients compare.
    Said(StatusCode, String),
    /// The entity was merged: where its answer is.
    Moved(String),
    /// What every surface has.
    Problem(Problem),
}

impl Failure {
    /// 400.
    pub(crate) fn bad_request(text: impl Into<String>) -> Self {
        Self::Said(StatusCode::BAD_REQUEST, text.into())
    }

    /// 404.
    pub(crate) fn not_found() -> Self {
        Self::Said(StatusCode::NOT_FOUND, "Not Found".to_owned())
    }

    /// 401.
    pub(crate) fn unauthorized() -> Self {
        let text = "You are not authorized to access this resource.";
        Self::Said(StatusCode::UNAUTHORIZED, text.to_owned())
    }

    /// The answer in a format.
    pub(crate) fn respond(self, format: Format) -> Response {
        match self {
            Self::Said(status, text) => refusal(format, status, &text),
            Self::Problem(problem) => problem.into_response(),
            Self::Moved(location) => {
                let mut answer = Response::new(Body::empty());
                *answer.status_mut() = StatusCode::MOVED_PERMANENTLY;
                if let Ok(location) = HeaderValue::try_from(location) {
                    answer.headers_mut().insert(http::header::LOCATION, location);
                }
                answer
            }
        }
    }
}

/// A refusal in words.
pub(crate) fn refusal(format: Format, status: StatusCode, text: &str) -> Response {
    let body = match format {
        Format::Json => {
            let mut out = Out::new(format);
            out.text("error", text);
            out.text("help", HELP);
            out.finish()
        }
        Format::Xml => crate::answer::xml_error(&[text, HELP]),
    };
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    let content_type = HeaderValue::from_static(format.content_type());
    answer.headers_mut().insert(CONTENT_TYPE, content_type);
    answer
}

impl From<catalog::Error> for Failure {
    fn from(error: catalog::Error) -> Self {
        Self::Problem(Problem::internal(error))
    }
}

impl From<catalog::codec::Corrupt> for Failure {
    fn from(error: catalog::codec::Corrupt) -> Self {
        catalog::Error::from(error).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
