//! A JSON body as a structure, and a structure as a JSON answer.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::{Unread, read_body};
use crate::call::Call;
use crate::problem::{Code, Problem, code};

/// The largest body that is read where nobody has set a limit.
pub(crate) const DEFAULT_BODY_LIMIT: usize = 1024 * 1024;

/// A client that needs longer to send its body is slower than any that works.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// Messages repeat pieces of the body, which may be long.
const MAX_MESSAGE_BYTES: usize = 240;

/// A JSON body, or a JSON answer.
///
/// Unknown fields are refused when the structure says `#[serde(deny_unknown_fields)]`.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::new(code::UNSUPPORTED_MEDIA_TYPE)
                .detail("send the body as application/json and say so in Content-Type"));
        }
        let limit = parts.extensions.get::<Call>().map_or(DEFAULT_BODY_LIMIT, Call::body_limit);
        let announced =
            parts.headers.get(CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse().ok());
        if announced.is_some_and(|n: usize| n > limit) {
            return Err(too_large(limit));
        }
        parse(&read(body, limit).await?).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                let json = HeaderValue::from_static("application/json");
                ([(CONTENT_TYPE, json)], bytes).into_response()
            }
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return false };
    let essence = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    let essence = essence.trim_ascii().to_ascii_lowercase();
    essence == b"application/json"
        || (essence.starts_with(b"application/") && essence.ends_with(b"+json"))
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    read_body(body, limit, BODY_DEADLINE).await.map_err(|unread| match unread {
        Unread::TooLarge => too_large(limit),
        Unread::Broken(cause) => {
            Problem::new(code::BAD_REQUEST).detail("the body broke off").caused_by(cause)
        }
        Unread::Slow => Problem::new(code::TIMEOUT).detail("the body came too slowly"),
    })
}

fn too_large(limit: usize) -> Problem {
    Problem::new(code::PAYLOAD_TOO_LARGE).detail(format!("at most {limit} bytes are read"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|_| explain::<T>(bytes))
}

/// Reads a bad body a second time, now keeping track of where in it the reader is.
#[cold]
fn explain<T: DeserializeOwned>(bytes: &[u8]) -> Problem {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let error = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => error,
        Ok(_) => {
            return Problem::new(code::MALFORMED_BODY).detail("something follows after the JSON");
        }
    };
    let inner = error.inner();
    if !inner.is_data() {
        let detail = format!("it breaks at line {}, column {}", inner.line(), inner.column());
        return Problem::new(code::MALFORMED_BODY).detail(detail);
    }
    let path = error.path().to_string();
    let message = inner.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = &message[..message.floor_char_boundary(MAX_MESSAGE_BYTES)];
    match field_code(message) {
        (code, Some(field)) if code == code::MISSING_FIELD => {
            Problem::new(code).parameter(field).detail(format!("the field \"{field}\" is required"))
        }
        (code, _) => Problem::new(code).parameter(&path).detail(message.to_owned()),
    }
}

/// The code for what serde says, and the field when the path does not have it yet.
fn field_code(message: &str) -> (Code, Option<&str>) {
    if message.starts_with("unknown field ") {
        (code::UNKNOWN_FIELD, None)
    } else if let Some(rest) = message.strip_prefix("missing field ") {
        (code::MISSING_FIELD, Some(rest.trim_matches('`')))
    } else {
        (code::INVALID_FIELD, None)
    }
}

#[cfg(test)]
mod tests;
