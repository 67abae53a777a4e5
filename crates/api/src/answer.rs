//! Answers from the catalogue: looked up, written and tagged in one go on the handler's thread.

use axum::body::{Body, Bytes};
use axum::response::Response;

use edge::caching::{Etag, respond};
use http::header::{CONTENT_LOCATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde::Serialize;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::codes;
use crate::error::Result;
use crate::kept::Key;
use crate::state::{Served, State};
use crate::view::Cx;

/// Caches may keep an answer for a minute, then ask whether it is still the current one.
pub(crate) const CACHE_CONTROL: &str = "public, max-age=60";

/// Room for a usual answer: larger ones grow.
const USUAL_BYTES: usize = 4096;

/// A body that was written, and where the thing has its own address; a clone shares both.
#[derive(Clone)]
pub(crate) struct Answer {
    body: Bytes,
    location: Option<HeaderValue>,
}

impl Answer {
    /// Writes a shape.
    pub(crate) fn of(shape: &impl Serialize) -> Result<Self> {
        Ok(Self::written(write(shape)?.into(), None))
    }

    /// An answer of bytes that are JSON already.
    pub(crate) fn written(body: Bytes, location: Option<HeaderValue>) -> Self {
        Self { body, location }
    }

    /// The body.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// The address of its own, when that is not the one in use.
    pub(crate) fn location(&self) -> Option<&HeaderValue> {
        self.location.as_ref()
    }

    /// Names the address under which the thing has its own id, when that is not the one in use.
    pub(crate) fn at(mut self, renamed: bool, path: impl FnOnce() -> String) -> Self {
        self.location = renamed.then(|| HeaderValue::try_from(path()).ok()).flatten();
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(location) = self.location {
            headers.insert(CONTENT_LOCATION, location);
        }
        response
    }
}

/// Writes a shape as JSON. Shapes read the catalogue while they are written, so that this fails
/// where its files are damaged.
pub(crate) fn write(shape: &impl Serialize) -> Result<Vec<u8>> {
    let mut body = Vec::with_capacity(USUAL_BYTES);
    sonic_rs::to_writer(&mut body, shape)?;
    Ok(body)
}

impl State {
    /// Answers what does not change within a generation: 304 when the client has it, what is kept
    /// when it was asked for lately.
    pub(crate) fn answer(
        &self,
        headers: &HeaderMap,
        key: Key<'_>,
        make: impl FnOnce(Cx<'_>) -> Result<Answer>,
    ) -> Result<Response> {
        let served = self.served()?;
        let served = served.as_deref().ok_or_else(codes::no_catalogue)?;
        respond(headers, etag(served, &key), CACHE_CONTROL, || {
            if let Some(answer) = served.kept.get(&key) {
                return Ok(answer.into_response());
            }
            let view = served.catalog.view()?;
            let answer = make(Cx { view: &view, words: &served.words })?;
            served.kept.put(&key, &answer);
            Ok(answer.into_response())
        })
    }
}

/// The tag of an answer: generation and key determine it.
pub(crate) fn etag(served: &Served, key: &Key<'_>) -> Etag {
    let seed = served.words.stamp() ^ xxh3_64(key.tag.as_bytes());
    let kind = xxh3_64_with_seed(key.path.as_bytes(), seed);
    Etag::from_parts(&[kind, xxh3_64_with_seed(key.text.as_bytes(), kind)])
}
