//! The whole interface without a socket: requests in, answers out.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use catalog::{Generations, Live};
use edge::clock::ManualClock;
use edge::limits::Rate;
use edge::{Edge, Peer};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::fixture;

/// A server over the invented catalogue.
pub struct Server {
    pub directory: TempDir,
    pub live: Arc<Live>,
    router: Router,
}

/// One answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON, null when it is something else.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Status, code and parameter of a problem.
    pub fn problem(&self) -> String {
        let body = self.json();
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let word = |name: &str| body[name].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", self.status.as_u16(), word("code"), word("parameter"))
    }
}

impl Server {
    /// A server with a catalogue.
    pub fn new() -> Self {
        Self::with(api::Options::default(), edge::Options::default())
    }

    /// A server before the first import.
    pub fn empty() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let generations = Generations::at(directory.path());
        Self::over(directory, generations, (api::Options::default(), edge::Options::default()))
    }

    /// A server with a catalogue and other options.
    pub fn with(options: api::Options, edge: edge::Options) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let generations = fixture::make(directory.path()).expect("a catalogue");
        Self::over(directory, generations, (options, edge))
    }

    /// A server whose clients may ask only so much, this machine included.
    pub fn limited(per_second: u32, burst: u32) -> Self {
        let rate = Rate::new(per_second, burst);
        let edge = edge::Options { rate, limit_loopback: true, ..edge::Options::default() };
        Self::with(api::Options::default(), edge)
    }

    fn over(
        directory: TempDir,
        generations: Generations,
        (options, edge): (api::Options, edge::Options),
    ) -> Self {
        let live = Arc::new(Live::open(generations).expect("a directory that can be read"));
        let clock = Arc::new(ManualClock::default());
        let edge = Edge::new(edge, clock.clone());
        let state = api::State::new(live.clone(), edge.clone(), clock, options);
        Self { directory, live, router: edge.wrap(api::router(state)) }
    }

    /// Sends any request.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000);
        request.extensions_mut().insert(Peer(peer));
        let response = self.router.clone().oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Asks for an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(request(Method::GET, address, &[], "")).await
    }

    /// Asks for an address that must answer 200, as JSON.
    pub async fn get_ok(&self, address: &str) -> Value {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        answer.json()
    }

    /// Asks for an address that must answer a problem: its status, code and parameter.
    pub async fn get_problem(&self, address: &str) -> String {
        self.get(address).await.problem()
    }

    /// Sends JSON.
    pub async fn post(&self, address: &str, body: &str) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(request(Method::POST, address, &headers, body)).await
    }
}

/// A request of all its parts.
pub fn request(
    method: Method,
    address: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).expect("a valid request")
}
