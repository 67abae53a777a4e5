//! A server without a socket, whose catalogue is imported from an export.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use catalog::{Generations, Live};
use compat_musicbrainz::Surface;
use edge::Edge;
use edge::clock::ManualClock;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use import::{Options, import_musicbrainz};
use jobs::{Silent, Stop};
use serde_json::Value;
use tower::ServiceExt as _;

/// The time of day in every test, seconds since 1970.
pub const NOW_S: i64 = 1_700_000_000;

/// An export of other people, where it is there.
pub fn fixture(name: &str) -> Option<PathBuf> {
    testkit::foreign::find(&format!("musicbrainz/fixtures/{name}"))
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Status and text of an error in JSON.
    pub fn error(&self) -> String {
        let body = self.json();
        let text = body["error"].as_str().unwrap_or("-");
        format!("{} {text}", self.status.as_u16())
    }
}

pub struct World {
    router: Router,
    _directory: tempfile::TempDir,
}

impl World {
    /// A server whose catalogue is the little record shop.
    pub fn shop() -> Self {
        Self::of_shop(|_| {})
    }

    /// The same after a change to its rows.
    pub fn of_shop(change: impl FnOnce(&mut testkit::Shop)) -> Self {
        let dump = tempfile::tempdir().unwrap();
        let mut shop = testkit::shop();
        change(&mut shop);
        shop.write(dump.path(), testkit::Format::TarBz2).unwrap();
        Self::of_export(dump.path())
    }

    /// A server whose catalogue is an export, `None` when that is not there.
    pub fn of_fixture(name: &str) -> Option<Self> {
        Some(Self::of_export(&fixture(name)?))
    }

    fn of_export(path: &Path) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let options = Options {
            strict: false,
            memory_bytes: 64 << 20,
            staging: None,
            program_version: "test".to_owned(),
            clock: Instant::now,
            imported_at: "2026-01-01T00:00:00Z".to_owned(),
        };
        let generations = Generations::at(directory.path());
        let paths = [path.to_owned()];
        import_musicbrainz(&paths, &generations, &options, &Silent, &Stop::new()).unwrap();
        Self::over(directory, edge::Options { rate: None, ..edge::Options::default() })
    }

    /// A server without a catalogue.
    pub fn empty(options: edge::Options) -> Self {
        Self::over(tempfile::tempdir().unwrap(), options)
    }

    fn over(directory: tempfile::TempDir, options: edge::Options) -> Self {
        let live = Arc::new(Live::open(Generations::at(directory.path())).unwrap());
        let edge = Edge::new(options, Arc::new(ManualClock::default()));
        let surface = Surface::new(live, || NOW_S * 1000);
        // As the program does: beside routes of another surface.
        let other = Router::new().route("/v1/other", axum::routing::get(|| async { "other" }));
        let router = edge.wrap(other).merge(compat_musicbrainz::router(surface, &edge));
        Self { router, _directory: directory }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks for an address below `/ws/2/`.
    pub async fn ask(&self, path: &str, accept: &str) -> Answer {
        let address = format!("/ws/2/{}", path.replace(' ', "%20"));
        let request = Request::get(address).header("accept", accept);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn json(&self, path: &str) -> Answer {
        self.ask(path, "application/json").await
    }

    pub async fn xml(&self, path: &str) -> Answer {
        self.ask(path, "application/xml").await
    }
}
