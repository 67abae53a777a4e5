//! What lies around every answer: headers for pages of other origins, the limiter's headers under
//! MusicBrainz's names, and errors of the edge in its words.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use edge::problem::CONTENT_TYPE_VALUE;
use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CONTENT_LENGTH,
    CONTENT_TYPE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::answer::Format;
use crate::params::Params;
use crate::{Surface, failure, request};

const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
/// The names that pages may read.
const EXPOSED: HeaderValue =
    HeaderValue::from_static("ETag,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset");
/// Methods of requests that read.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
const TOO_MANY: &str = "Your requests are exceeding the allowable rate limit. Please see \
                        https://wiki.musicbrainz.org/XMLWebService for more information.";
const FAILED: &str = "The server cannot answer this at the moment.";

/// Whether an address belongs to this interface: behind routers that are merged lies one fallback
/// for all.
fn is_ours(path: &str) -> bool {
    path.starts_with("/ws/2/")
        || path.starts_with("/release/")
        || path.starts_with("/release-group/")
}

/// The outermost layer.
pub(crate) async fn dress(
    State(surface): State<Surface>,
    request: Request,
    next: Next,
) -> Response {
    if !is_ours(request.uri().path()) {
        return next.run(request).await;
    }
    // Copies of these share their bytes; they are read only if something goes wrong.
    let (uri, accept) = (request.uri().clone(), request.headers().get(ACCEPT).cloned());
    let mut answer = next.run(request).await;
    if is_problem(answer.headers()) {
        let params = Params::parse(uri.query().unwrap_or_default());
        let format = request::format(&params, accept.as_ref()).unwrap_or(Format::Xml);
        answer = translate(answer, format);
    }
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    tell_reset(headers, (surface.now_ms)() / 1000);
    answer
}

/// The answer to the question what a page of another origin may do.
pub(crate) fn preflight() -> Response {
    let mut answer = Response::new(Body::empty());
    let headers = answer.headers_mut();
    headers.insert(ALLOW, METHODS);
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    let allowed = HeaderValue::from_static("Authorization, Content-Type, User-Agent");
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    answer
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE_VALUE)
}

/// The same error in MusicBrainz's shape. Where the limiter says 429, MusicBrainz says 503, and its
/// clients wait only then.
fn translate(answer: Response, format: Format) -> Response {
    let (mut parts, _) = answer.into_parts();
    let (status, text) = match parts.status {
        StatusCode::TOO_MANY_REQUESTS => (StatusCode::SERVICE_UNAVAILABLE, TOO_MANY),
        StatusCode::NOT_FOUND => (StatusCode::NOT_FOUND, "Not Found"),
        status if status.is_server_error() => (status, FAILED),
        status => (status, status.canonical_reason().unwrap_or(FAILED)),
    };
    let (said, body) = failure::refusal(format, status, text).into_parts();
    parts.status = status;
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

/// Their reset is an instant in seconds since 1970, ours is a number of seconds from now.
fn tell_reset(headers: &mut HeaderMap, now_s: i64) {
    let seconds = headers.get(RESET).and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    if let Some(seconds) = seconds {
        headers.insert(RESET, HeaderValue::from(now_s.saturating_add(seconds)));
    }
}
