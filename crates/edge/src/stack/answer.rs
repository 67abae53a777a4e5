//! What is done to an answer on its way out.

use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;

use super::future::Running;
use crate::caching::weaken;
use crate::compress::{self, Coding};
use crate::limits::Decision;
use crate::problem::{Code, Problem};
use crate::request_id::X_REQUEST_ID;

impl Running {
    /// Completes an answer, or says in `Err` what has to be awaited for that.
    pub(super) fn finish(
        mut self,
        mut response: Response,
    ) -> Result<Response, BoxFuture<'static, (Response, Self)>> {
        let status = response.status();
        let problem = if status.is_client_error() || status.is_server_error() {
            self.explain(&mut response)
        } else {
            None
        };
        let headers = response.headers_mut();
        headers.insert(X_REQUEST_ID, self.call.0.id.header());
        if let Some(decision) = self.final_decision() {
            decision.write_to(headers);
        }
        let bytes = response.body().size_hint().exact();
        if compress::is_worthwhile(response.headers(), bytes.unwrap_or(0)) {
            response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
            if let Some(coding) = self.coding {
                return Err(self.compress(response, coding).boxed());
            }
        }
        self.end(response.status(), bytes, problem.as_ref());
        Ok(response)
    }

    /// Writes the problem that a handler returned, now with the request's id, or one for an error
    /// answer that nobody explained.
    fn explain(&self, response: &mut Response) -> Option<Problem> {
        let given = response.extensions_mut().remove::<Problem>();
        let bare = || {
            let code = Code::for_status(response.status());
            is_bare(response.headers()).then(|| Problem::new(code))
        };
        let problem = given.or_else(bare)?;
        problem.write_to(response, Some(self.call.request_id()));
        Some(problem)
    }

    fn final_decision(&self) -> Option<Decision> {
        let first = self.decision?;
        if !self.call.0.charged_more.load(Ordering::Relaxed) {
            return Some(first);
        }
        self.call.0.edge.limiter().map(|limiter| limiter.peek(self.call.client()))
    }

    async fn compress(mut self, response: Response, coding: Coding) -> (Response, Self) {
        let (mut parts, body) = response.into_parts();
        let body = match body.collect().await {
            Ok(whole) => whole.to_bytes(),
            Err(error) => {
                let problem = Problem::internal(error);
                let mut response = Response::new(Body::empty());
                response.headers_mut().insert(X_REQUEST_ID, self.call.0.id.header());
                problem.write_to(&mut response, Some(self.call.request_id()));
                self.end(StatusCode::INTERNAL_SERVER_ERROR, None, Some(&problem));
                return (response, self);
            }
        };
        let body = match coding.encode(&body) {
            Some(smaller) => {
                parts.headers.insert(CONTENT_ENCODING, coding.header());
                parts.headers.remove(CONTENT_LENGTH);
                weaken(&mut parts.headers);
                smaller.into()
            }
            None => body,
        };
        self.end(parts.status, Some(body.len() as u64), None);
        (Response::from_parts(parts, Body::from(body)), self)
    }
}

/// Whether an error answer has no words of its own: the router's and its extractors' are empty or
/// plain text. Surfaces that speak another language set their own type and are left alone.
fn is_bare(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}
