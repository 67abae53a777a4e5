//! A server with a person who listens.

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
use compat_lastfm::{App, Options, Surface};
use edge::clock::ManualClock;
use edge::{Edge, Peer};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use listens::{Listen, Listens, Window};
use md5::{Digest as _, Md5};
use store::{Store, Target};
use tower::ServiceExt as _;
use uuid::Uuid;

/// Some minutes after the captures of real clients.
pub const NOW_S: i64 = 1_795_230_000;
pub const PASSWORD: &str = "correct horse";
/// A program whose secret the operator knows.
pub const KNOWN_APP: (&str, &str) = ("known-app", "known-secret");

/// One answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The text between two others.
    pub fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.text.split(before).nth(1).unwrap_or_else(|| panic!("{}", self.text));
        rest.split(after).next().unwrap()
    }
}

pub struct World {
    pub accounts: Accounts,
    pub listens: Listens,
    /// The person "maya".
    pub user_id: Uuid,
    /// An app token of hers for old protocols.
    pub token: String,
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
        std::fs::write(generations.root().join("CURRENT"), "1\n").unwrap();
        assert_eq!(world.catalogue.refresh().unwrap(), Some(1));
        world
    }

    pub async fn with(options: edge::Options) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let target = Target::parse(None, directory.path()).unwrap();
        let store = Store::open(&target, &store::Options::default()).await.unwrap();
        let clock = Arc::new(testkit::Time::new(NOW_S * 1000).clock());
        let (random, mail) = (Arc::new(testkit::chance()), Arc::new(|_: Message| {}));
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
        let (key, secret) = (KNOWN_APP.0.to_owned(), KNOWN_APP.1.to_owned());
        let apps = vec![App { key, secret }];
        let options = Options { apps, ..Options::default() };
        let surface = Surface::new(accounts.clone(), listens.clone(), live.clone(), options);
        let router = compat_lastfm::router(surface, &edge);
        let (user_id, token) = (Uuid::nil(), String::new());
        let mut world = Self {
            accounts,
            listens,
            user_id,
            token,
            router,
            catalogue: live,
            _directory: directory,
        };
        world.user_id = world.person("Maya").await;
        world.token = world.new_token("Maya", &[Scope::ListensRead, Scope::ListensWrite]).await;
        world
    }

    /// A new person whose history everybody sees.
    pub async fn person(&self, name: &str) -> Uuid {
        let account = NewAccount {
            username: name.to_owned(),
            email: None,
            password: PASSWORD.to_owned(),
            invitation: None,
        };
        self.accounts.create_user_locally(&account, accounts::Role::User).await.unwrap();
        let caller = self.caller(name).await.0;
        let change = self.accounts.change_settings(&caller, |settings| {
            settings.listens_visibility = Visibility::Public;
            Ok(())
        });
        change.await.unwrap();
        caller.user_id
    }

    /// Somebody who signs in, and the access token.
    pub async fn caller(&self, name: &str) -> (Caller, String) {
        let credentials = Credentials { name: name.to_owned(), password: PASSWORD.to_owned() };
        let client = Client::default();
        let (_, pair) = self.accounts.sign_in(&credentials, &client).await.unwrap();
        (self.accounts.check(&pair.access, &client).await.unwrap(), pair.access)
    }

    pub async fn new_token(&self, name: &str, scopes: &[Scope]) -> String {
        let new = NewAppToken {
            name: "player".to_owned(),
            client: None,
            scopes: Scopes::of(scopes),
            is_legacy: true,
            expires_at_ms: None,
        };
        let caller = self.caller(name).await.0;
        self.accounts.create_app_token(&caller, &new, &Client::default()).await.unwrap().1
    }

    /// Sends any request.
    pub async fn raw(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000);
        request.extensions_mut().insert(Peer(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Sends a form, or none when it is empty, as a program of this name.
    pub async fn send(&self, program: &str, call: &str, form: &str) -> Answer {
        let (method, path) = call.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("host", "music.example").header("user-agent", program);
        if !form.is_empty() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.raw(request.body(form.to_owned().into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("a test", &format!("GET {path}"), "").await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.send("a test", &format!("POST {path}"), form).await
    }

    /// A session key of Last.fm.
    pub async fn key(&self) -> String {
        let form = format!("method=auth.getMobileSession&username=maya&password={}", self.token);
        let answer = self.post("/2.0/", &form).await;
        answer.between("<key>", "</key>").to_owned()
    }

    /// A session of AudioScrobbler.
    pub async fn session(&self) -> String {
        let digest = self.digest(&NOW_S.to_string());
        let path = format!("/?hs=true&p=1.2&c=tst&v=1&u=maya&t={NOW_S}&a={digest}");
        let answer = self.get(&path).await;
        answer.text.lines().nth(1).unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
    }

    /// What a client of AudioScrobbler proves that it knows the token with.
    pub fn digest(&self, time: &str) -> String {
        md5(&format!("{}{time}", md5(&self.token)))
    }

    /// Her listens, the newest first.
    pub async fn history(&self) -> Vec<Listen> {
        self.listens.history(self.user_id, Window::default(), 1000).await.unwrap()
    }

    /// Her listens as lines.
    pub async fn lines(&self) -> Vec<String> {
        let line = |listen: Listen| {
            let words = listen.words;
            let (artist, title) = (words.artist_name, words.recording_name);
            format!("{} {artist} – {title}", listen.listened_at_ms / 1000)
        };
        self.history().await.into_iter().map(line).collect()
    }
}

pub fn md5(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
