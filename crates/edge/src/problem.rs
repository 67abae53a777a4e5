//! Errors as `application/problem+json` (RFC 9457) with stable codes.
//!
//! A handler returns a [`Problem`]; the layer of this crate adds the id of the request, logs the
//! cause of a server error, and turns bare error answers of the router into problems too. The
//! cause never reaches the client.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod code;

pub use code::Code;

/// The media type of every error body.
pub const CONTENT_TYPE_VALUE: &str = "application/problem+json";

/// The longest piece of a request that a problem repeats, in characters.
const MAX_ECHO_CHARS: usize = 64;

/// What an error answer says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// A name for the kind of problem, as a URI: the code behind `urn:gatefold:problem:`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short text, the same for every occurrence of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable name that programs compare.
    pub code: String,
    /// What is wrong with this very request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// The parameter or field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parameter: Option<String>,
    /// The names that would have been right.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub allowed: Vec<String>,
    /// The id under which the server's log knows this request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}

/// One error on its way to a client.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: Code,
    detail: Option<Cow<'static, str>>,
    parameter: Option<String>,
    allowed: Vec<String>,
    retry_after_s: Option<u64>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// A problem of one kind.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Parts {
            code,
            detail: None,
            parameter: None,
            allowed: Vec::new(),
            retry_after_s: None,
            cause: None,
        }))
    }

    /// A defect of this server: the client learns no more than that, the log gets the cause.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(code::INTERNAL).caused_by(cause)
    }

    /// Says what is wrong with this very request. The text reaches the client.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Names the parameter or field that is wrong; long names are cut.
    #[must_use]
    pub fn parameter(mut self, name: &str) -> Self {
        self.0.parameter = Some(shorten(name));
        self
    }

    /// Lists the names that would have been right.
    #[must_use]
    pub fn allowed<S: AsRef<str>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.0.allowed = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
        self
    }

    /// Says in how many seconds the same request may succeed.
    #[must_use]
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// Keeps the error behind the problem for the log. It never reaches the client.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// The kind of problem.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.code.status
    }

    /// The error behind the problem, for the log.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync)> {
        self.0.cause.as_deref()
    }

    /// What the client is told.
    #[must_use]
    pub fn body(&self, request_id: Option<&str>) -> ProblemBody {
        let parts = &*self.0;
        ProblemBody {
            kind: format!("urn:gatefold:problem:{}", parts.code.name),
            title: parts.code.title.to_owned(),
            status: parts.code.status.as_u16(),
            code: parts.code.name.to_owned(),
            detail: parts.detail.as_ref().map(|detail| detail.clone().into_owned()),
            parameter: parts.parameter.clone(),
            allowed: parts.allowed.clone(),
            request_id: request_id.map(str::to_owned),
        }
    }

    /// Puts the body into an answer whose other headers stay as they are.
    pub(crate) fn write_to(&self, response: &mut Response, request_id: Option<&str>) {
        let bytes = serde_json::to_vec(&self.body(request_id))
            .expect("a structure of strings and numbers always becomes JSON");
        *response.status_mut() = self.status();
        *response.body_mut() = Body::from(bytes);
        let headers = response.headers_mut();
        headers.remove(http::header::CONTENT_LENGTH);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE_VALUE));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        self.write_to(&mut response, None);
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.name)?;
        match &self.0.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

/// Cuts a piece of a request to a length that is fit to be repeated.
#[must_use]
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_ECHO_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
