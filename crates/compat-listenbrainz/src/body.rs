//! Bodies: read whole after who asks is known, whatever their type is said to be.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use edge::Problem;
use edge::extract::{Unread, read_body};
use edge::problem::code;
use http::header::CONTENT_LENGTH;
use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;

use crate::Surface;
use crate::failure::{Answer, Failure};

/// The largest body, in bytes: 1,000 listens of 10,240 bytes.
pub(crate) const MAX_BODY: usize = 10_240_000;
/// Up to so many bytes a body is read without waiting for a permit.
pub(crate) const SMALL: usize = 256 * 1024;
/// A large body over a slow line takes its time.
const DEADLINE: Duration = Duration::from_secs(30);

/// The top level of a body must be an object.
pub(crate) const NOT_AN_OBJECT: &str =
    "Invalid JSON document submitted. Top level of JSON document should be a json object.";

/// A whole body; while a large one is in memory, few others are.
pub(crate) struct Raw {
    /// What came.
    pub(crate) bytes: Bytes,
    _permit: Option<OwnedSemaphorePermit>,
}

/// A body that is a JSON object.
pub(crate) struct Object(pub(crate) Map<String, Value>);

impl FromRequest<Surface> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, surface: &Surface) -> Answer<Self> {
        let announced = request.headers().get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > MAX_BODY) {
            return Err(too_large());
        }
        let is_small = announced.is_some_and(|length| length <= SMALL);
        let permit = match is_small {
            true => None,
            false => surface.large_bodies().acquire_owned().await.ok(),
        };
        let read = read_body(request.into_body(), MAX_BODY, DEADLINE).await;
        read.map(|bytes| Self { bytes, _permit: permit }).map_err(|unread| match unread {
            Unread::TooLarge => too_large(),
            Unread::Broken(cause) => {
                let problem = Problem::new(code::BAD_REQUEST).detail("the body broke off");
                problem.caused_by(cause).into()
            }
            Unread::Slow => Problem::new(code::TIMEOUT).detail("the body came too slowly").into(),
        })
    }
}

impl FromRequest<Surface> for Object {
    type Rejection = Failure;

    async fn from_request(request: Request, surface: &Surface) -> Answer<Self> {
        let raw = Raw::from_request(request, surface).await?;
        object(&raw.bytes).map(Self)
    }
}

/// The object that a body is.
pub(crate) fn object(bytes: &[u8]) -> Answer<Map<String, Value>> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Failure::bad_request(NOT_AN_OBJECT)),
        Err(error) => Err(Failure::not_json(&error)),
    }
}

fn too_large() -> Failure {
    Failure::bad_request(format!("Payload too large. Payload cannot exceed {MAX_BODY} bytes"))
}
