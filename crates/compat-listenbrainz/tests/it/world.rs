//! A server with people who listen.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use accounts::mail::Message;
use accounts::{
    Accounts, Caller, Client, Credentials, Keyring, NewAccount, NewAppToken, PasswordOptions,
    Registration, Scope, Scopes, Visibility,
};
use axum::Router;
use axum::body::Body;
use catalog::{FORMAT_VERSION, Generations, Live};
use compat_listenbrainz::Surface;
use edge::clock::ManualClock;
use edge::{Edge, Peer};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use listens::{Listens, Window};
use serde_json::Value;
use store::{Store, Target};
use testkit::Time;
use tower::ServiceExt as _;

/// 2026-11-21T00:00:00Z
pub const NOW_S: i64 = 1_795_219_200;
const PASSWORD: &str = "correct horse";

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

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Code and message of an error.
    pub fn error(&self) -> String {
        let body = self.json();
        assert_eq!(self.header("content-type"), "application/json", "{}", self.text());
        assert_eq!(body["code"], self.status.as_u16(), "{}", self.text());
        format!("{} {}", self.status.as_u16(), body["error"].as_str().unwrap_or("-"))
    }
}

pub struct World {
    pub time: Arc<Time>,
    pub accounts: Accounts,
    pub listens: Listens,
    router: Router,
    catalogue: Arc<Live>,
    _directory: tempfile::TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::with(edge::Options::default()).await
    }

    /// A server whose catalogue is the little record shop.
    pub async fn with_shop() -> Self {
        let world = Self::new().await;
        let generations = world.catalogue.generations();
        let sample = format!("../catalog/tests/it/formats/v{FORMAT_VERSION}");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(sample);
        testkit::copy_folder(&sample, &generations.directory(1)).unwrap();
        fs::write(generations.root().join("CURRENT"), "1\n").unwrap();
        assert_eq!(world.catalogue.refresh().unwrap(), Some(1));
        world
    }

    pub async fn with(options: edge::Options) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let target = Target::parse(None, directory.path()).unwrap();
        let store = Store::open(&target, &store::Options::default()).await.unwrap();
        let time = Time::new(NOW_S * 1000);
        let (clock, random) = (Arc::new(time.clock()), Arc::new(testkit::chance()));
        let mail = Arc::new(|_: Message| {});
        let effects = accounts::Effects { clock: clock.clone(), random: random.clone(), mail };
        let passwords =
            PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 1, queue: 16 };
        let registration = Registration::Open;
        let people = accounts::Options { registration, passwords, ..Default::default() };
        let keyring = Keyring::generate(&*effects.random);
        let accounts = Accounts::new(store.clone(), keyring, effects, people).unwrap();
        let live = Arc::new(Live::open(Generations::at(directory.path())).unwrap());
        let effects = listens::Effects { clock, random };
        let listens = Listens::new(store, live.clone(), effects, &listens::Options::default());
        let edge = Edge::new(options, Arc::new(ManualClock::default()));
        let surface = Surface::new(accounts.clone(), listens.clone(), live.clone());
        // As the program does: beside routes of another surface.
        let other = Router::new().route("/v1/other", axum::routing::get(|| async { "other" }));
        let router = edge.wrap(other).merge(compat_listenbrainz::router(surface, &edge));
        Self { time, accounts, listens, router, catalogue: live, _directory: directory }
    }

    /// A new person whose history everybody sees, with an app token.
    pub async fn person(&self, name: &str) -> String {
        self.person_with(name, Visibility::Public, &[Scope::ListensRead, Scope::ListensWrite]).await
    }

    pub async fn person_with(&self, name: &str, seen: Visibility, scopes: &[Scope]) -> String {
        let account = NewAccount {
            username: name.to_owned(),
            email: None,
            password: PASSWORD.to_owned(),
            invitation: None,
        };
        let client = Client::default();
        self.accounts.create_user_locally(&account, accounts::Role::User).await.unwrap();
        let caller = self.caller(name).await;
        let change = self.accounts.change_settings(&caller, move |settings| {
            settings.listens_visibility = seen;
            Ok(())
        });
        change.await.unwrap();
        let new = NewAppToken {
            name: "player".to_owned(),
            client: None,
            scopes: Scopes::of(scopes),
            is_legacy: false,
            expires_at_ms: None,
        };
        self.accounts.create_app_token(&caller, &new, &client).await.unwrap().1
    }

    pub async fn caller(&self, name: &str) -> Caller {
        let credentials = Credentials { name: name.to_owned(), password: PASSWORD.to_owned() };
        let client = Client::default();
        let (_, tokens) = self.accounts.sign_in(&credentials, &client).await.unwrap();
        self.accounts.check(&tokens.access, &client).await.unwrap()
    }

    /// Checks that the history which a person's readers get has the words that are kept; answers
    /// the ids of the words.
    pub async fn check_history(&self, name: &str) -> Vec<String> {
        let user = self.accounts.find_user_locally(name).await.unwrap();
        let kept = self.listens.history(user.id, Window::default(), 1000).await.unwrap();
        let shown = self.get(&format!("/1/user/{name}/listens?count=1000")).await.json();
        let shown = shown["payload"]["listens"].as_array().unwrap();
        assert_eq!(shown.len(), kept.len());
        for (shown, kept) in shown.iter().zip(&kept) {
            let track = &shown["track_metadata"];
            assert_eq!(shown["recording_msid"], kept.recording_msid.to_string(), "{kept:?}");
            assert_eq!(track["artist_name"], kept.words.artist_name.as_str());
            assert_eq!(track["track_name"], kept.words.recording_name.as_str());
            assert_eq!(track["release_name"].as_str(), kept.words.release_name.as_deref());
            let matched = kept.matched.as_ref().map(|it| it.recording.mbid.to_string());
            assert_eq!(track["mbid_mapping"]["recording_mbid"].as_str(), matched.as_deref());
        }
        kept.iter().map(|it| it.recording_msid.to_string()).collect()
    }

    /// Sends any request.
    pub async fn raw(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000);
        request.extensions_mut().insert(Peer(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Sends a request with a token, none when it is empty.
    pub async fn send(&self, token: &str, call: &str, body: impl Into<Body>) -> Answer {
        let (method, path) = call.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("Authorization", format!("Token {token}"));
        }
        self.raw(request.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("", &format!("GET {path}"), "").await
    }

    pub async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.send(token, &format!("POST {path}"), body.to_string()).await
    }
}
