//! A server with accounts, and people who use it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use accounts::mail::{Mail, Message};
use accounts::oidc::{Oidc, Provider};
use accounts::{Accounts, Effects, Keyring, Options, PasswordOptions, Registration};
use api::{
    Listening, ListeningOptions, Operations, Surface, SurfaceOptions, WatchOptions,
    accounts_router, listening_router, operations_router,
};
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use catalog::Live;
use edge::clock::ManualClock;
use edge::{Edge, Peer};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use listens::Listens;
use serde_json::{Value, json};
use store::{Store, Target};
use testkit::Time;
use testkit::oidc::{CLIENT_ID, CLIENT_SECRET};
use tower::ServiceExt as _;

use super::oidc::Web;
use crate::server::{Answer, request};

/// A password that breaks no rule.
pub const PASSWORD: &str = "correct horse";

/// Keeps what was posted.
#[derive(Default)]
pub struct Mailbox(Mutex<Vec<Message>>);

impl Mail for Mailbox {
    fn post(&self, message: Message) {
        self.0.lock().expect("no test panics here").push(message);
    }
}

impl Mailbox {
    /// The token in the last mail.
    pub fn token(&self) -> String {
        let mails = self.0.lock().expect("no test panics here");
        let text = mails.last().map(|mail| mail.text.clone()).unwrap_or_default();
        let after = text.split("#token=").nth(1).unwrap_or_default();
        after.split_whitespace().next().unwrap_or_default().to_owned()
    }
}

pub struct World {
    pub mailbox: Arc<Mailbox>,
    pub time: Arc<Time>,
    pub surface: Surface,
    router: Router,
    _directory: tempfile::TempDir,
}

/// Who sends a request.
#[derive(Debug, Clone, Default)]
pub struct Sender {
    /// Headers beside those that every request has.
    pub headers: Vec<(String, String)>,
}

impl Sender {
    pub fn bearer(token: &str) -> Self {
        Self { headers: vec![("authorization".into(), format!("Bearer {token}"))] }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

pub fn options() -> Options {
    let passwords =
        PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 2, queue: 512 };
    Options { registration: Registration::Open, passwords, ..Options::default() }
}

impl World {
    pub async fn new() -> Self {
        Self::with(options(), SurfaceOptions::default()).await
    }

    /// A server whose people sign in at `issuer`, too.
    pub async fn elsewhere(issuer: &str) -> Self {
        Self::make(options(), SurfaceOptions::default(), issuer).await
    }

    pub async fn with(options: Options, surface: SurfaceOptions) -> Self {
        // Nobody is there.
        Self::make(options, surface, "http://127.0.0.1:9").await
    }

    async fn make(options: Options, surface: SurfaceOptions, issuer: &str) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let target = Target::parse(None, directory.path()).expect("a place");
        let store = Store::open(&target, &store::Options::default()).await.expect("a store");
        let time = Time::new(1_795_219_200_000);
        let mailbox = Arc::new(Mailbox::default());
        let (clock, random) = (Arc::new(time.clock()), Arc::new(testkit::chance()));
        let hearing = listens::Effects { clock: clock.clone(), random: random.clone() };
        let effects = Effects { clock, random, mail: mailbox.clone() };
        let keyring = Keyring::generate(&*effects.random);
        let accounts = Accounts::new(store.clone(), keyring, effects, options).expect("accounts");
        let edge = Edge::new(edge::Options::default(), Arc::new(ManualClock::default()));
        let generations = crate::fixture::make(directory.path()).expect("a catalogue");
        let live = Arc::new(Live::open(generations).expect("a directory that can be read"));
        let clock = Arc::new(ManualClock::default());
        let history = Listens::new(store, Arc::clone(&live), hearing, &listens::Options::default());
        let hearing = ListeningOptions {
            uploads: directory.path().join("imports"),
            upload_bytes: 100_000,
            relay_servers: vec!["https://brainz.example".to_owned()],
            has_lastfm: true,
        };
        let state = api::State::new(live, edge.clone(), clock, api::Options::default());
        let provider = Provider {
            name: "club".to_owned(),
            issuer: issuer.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Some(CLIENT_SECRET.to_owned()),
            is_linking_by_email: true,
            is_registering: true,
        };
        let oidc = Oidc::new(accounts.clone(), vec![provider], Arc::new(Web::new()));
        let surface = Surface::new(accounts, surface).with_oidc(oidc);
        let board = Arc::new(crate::jobs::Held::with_an_ended_job());
        let operations = Operations::new(surface.clone(), board, WatchOptions::default());
        let router = api::router(state)
            .merge(accounts_router(surface.clone()))
            .merge(operations_router(operations))
            .merge(listening_router(Listening::new(surface.clone(), history, hearing)));
        Self { mailbox, time, surface, router: edge.wrap(router), _directory: directory }
    }

    /// Sends a request; a null body is none.
    pub async fn send(&self, sender: &Sender, call: &str, body: Value) -> Answer {
        let (method, path) = call.split_once(' ').expect("a method and a path");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut headers: Vec<(&str, &str)> =
            sender.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let text = if body.is_null() { String::new() } else { body.to_string() };
        if !body.is_null() {
            headers.push(("content-type", "application/json"));
        }
        self.raw(request(method, path, &headers, &text)).await
    }

    /// Sends a request as it is.
    pub async fn raw(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.begin(request).await.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Sends a request as it is, and does not wait for the end of the answer.
    pub async fn begin(&self, mut request: Request<Body>) -> Response {
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000);
        request.extensions_mut().insert(Peer(peer));
        self.router.clone().oneshot(request).await.expect("a router never fails")
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(&Sender::default(), &format!("POST {path}"), body).await
    }

    pub async fn register(&self, username: &str) -> Value {
        let body = json!({
            "username": username,
            "email": format!("{username}@example.org"),
            "password": PASSWORD,
        });
        let answer = self.post("/v1/auth/register", body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }

    pub async fn sign_in(&self, name: &str) -> Value {
        let body = json!({"name": name, "password": PASSWORD});
        let answer = self.post("/v1/auth/login", body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A new user with a bearer token.
    pub async fn person(&self, username: &str) -> Sender {
        self.register(username).await;
        let signed_in = self.sign_in(username).await;
        Sender::bearer(signed_in["access_token"].as_str().expect("a token"))
    }

    /// Signs in as a web page does: the cookies.
    pub async fn browser(&self, name: &str) -> Sender {
        let body = json!({"name": name, "password": PASSWORD, "cookies": true});
        let answer = self.post("/v1/auth/login", body).await;
        assert_eq!(answer.json()["access_token"], Value::Null);
        Sender::default().with("cookie", &cookies(&answer))
    }
}

/// What a browser sends back.
pub fn cookies(answer: &Answer) -> String {
    let lines = answer.headers.get_all("set-cookie").into_iter();
    let pair = |line: &http::HeaderValue| {
        let text = line.to_str().unwrap_or_default();
        text.split(';').next().unwrap_or_default().to_owned()
    };
    lines.map(pair).collect::<Vec<_>>().join("; ")
}
