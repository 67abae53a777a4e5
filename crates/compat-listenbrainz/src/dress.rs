//! What lies around every answer: headers for pages of other origins, the limiter's headers under
//! the names of ListenBrainz, and errors of the edge in its words.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use edge::problem::{CONTENT_TYPE_VALUE, ProblemBody};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CONTENT_LENGTH, CONTENT_TYPE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Map;

use crate::{Surface, failure};

const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const RESET_IN: HeaderName = HeaderName::from_static("x-ratelimit-reset-in");
/// The names that pages may read.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "X-RateLimit-Remaining,X-RateLimit-Limit,X-RateLimit-Reset,X-RateLimit-Reset-In",
);
const TOO_MANY: &str = "You have exceeded your rate limit. See the X-RateLimit-* response headers \
                        for more information on your current rate limit.";
/// Where all paths of this interface are.
const PREFIXES: [&str; 2] = ["/1/", "/apis/listenbrainz/"];
/// The largest problem of the edge, in bytes.
const MAX_PROBLEM: usize = 64 * 1024;

/// The outermost layer.
pub(crate) async fn dress(
    State(surface): State<Surface>,
    request: Request,
    next: Next,
) -> Response {
    // Behind routers that are merged lies one fallback for all, which may be this one's.
    let is_ours = PREFIXES.iter().any(|prefix| request.uri().path().starts_with(prefix));
    let mut answer = next.run(request).await;
    if !is_ours {
        return answer;
    }
    if is_problem(answer.headers()) {
        answer = translate(answer).await;
    }
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Authorization, Content-Type"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("21600"));
    rename_limits(headers, surface.listens().now_ms() / 1000);
    answer
}

/// The answer to the question what a page of another origin may do on a path with these methods.
pub(crate) async fn preflight(methods: &'static str) -> Response {
    let mut answer = Response::new(Body::empty());
    let methods = HeaderValue::from_static(methods);
    answer.headers_mut().insert(ALLOW, methods);
    answer
}

/// An answer of a path with these methods.
pub(crate) async fn permit(methods: &'static str, mut answer: Response) -> Response {
    let methods = HeaderValue::from_static(methods);
    answer.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    answer
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE_VALUE)
}

/// The same error as `{"code", "error"}`.
async fn translate(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let whole = http_body_util::Limited::new(body, MAX_PROBLEM).collect().await;
    let problem =
        whole.ok().and_then(|whole| serde_json::from_slice::<ProblemBody>(&whole.to_bytes()).ok());
    let text = match (parts.status, problem) {
        (StatusCode::TOO_MANY_REQUESTS, _) => TOO_MANY.to_owned(),
        (_, Some(problem)) => problem.detail.unwrap_or(problem.title),
        (status, None) => status.canonical_reason().unwrap_or("error").to_owned(),
    };
    let (said, body) = failure::body(parts.status, &text, Map::new()).into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

/// Their `Reset` is an instant in seconds since 1970, ours is a number of seconds from now.
fn rename_limits(headers: &mut HeaderMap, now_s: i64) {
    let Some(reset_in) = headers.get(RESET).cloned() else { return };
    let seconds = reset_in.to_str().ok().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    headers.insert(RESET_IN, reset_in);
    headers.insert(RESET, HeaderValue::from(now_s.saturating_add(seconds)));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}
