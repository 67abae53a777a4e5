//! Requests of no sense, thousands of them: every one is answered, and none of them is our fault.

use axum::body::Body;
use http::{Method, Request};
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::authorisation::operations;
use super::world::{Sender, World};

/// Requests in all.
const REQUESTS: usize = 10_000;

/// What may stand in an address, a header or a body.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "x",
    "anna",
    "root",
    "0",
    "-1",
    "1e999",
    "null",
    "true",
    "..",
    "%00",
    "a b",
    "é",
    "日本語",
    "🔥",
    "\u{202e}abc",
    "mbid:x",
    "spotify:%",
    "' OR 1=1 --",
    "{{}}",
    "gfa_x",
    "gfr_x",
    "GBAYE0601498",
];

/// Names of fields that some body or query has.
const FIELDS: [&str; 30] = [
    "username",
    "name",
    "email",
    "password",
    "old_password",
    "token",
    "refresh_token",
    "cookies",
    "invitation",
    "bio",
    "display_name",
    "avatar_url",
    "time_zone",
    "theme",
    "language",
    "region",
    "volume_level",
    "scopes",
    "client",
    "expires_at_ms",
    "role",
    "is_active",
    "tracks",
    "artists",
    "albums",
    "isrcs",
    "q",
    "limit",
    "after",
    "x",
];

/// Headers that something looks at.
const HEADERS: [&str; 16] = [
    "authorization",
    "cookie",
    "content-type",
    "content-length",
    "accept",
    "accept-encoding",
    "if-none-match",
    "origin",
    "sec-fetch-site",
    "x-csrf-token",
    "x-forwarded-for",
    "x-request-id",
    "last-event-id",
    "range",
    "user-agent",
    "x-remote-user",
];

struct Noise {
    random: ChaCha8Rng,
    senders: Vec<Sender>,
    operations: Vec<String>,
}

impl Noise {
    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts.choose(&mut self.random).copied().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        match self.random.random_range(0..8) {
            0 => self.pick(&TEXTS).repeat(self.random.random_range(0..400)),
            1 => {
                (0..self.random.random_range(0..40)).map(|_| self.random.random::<char>()).collect()
            }
            _ => self.pick(&TEXTS).to_owned(),
        }
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.random.random_range(0..if depth < 4 { 10 } else { 6 }) {
            0 => Value::Null,
            1 => json!(self.random.random::<bool>()),
            2 => json!(self.random.random::<i64>()),
            3 => json!(self.random.random::<f64>() * 1e300),
            4 | 5 => json!(self.text()),
            6 => (0..self.random.random_range(0..5)).map(|_| self.value(depth + 1)).collect(),
            _ => Value::Object(self.fields(depth + 1)),
        }
    }

    fn fields(&mut self, depth: u32) -> Map<String, Value> {
        let count = self.random.random_range(0..6);
        (0..count).map(|_| (self.pick(&FIELDS).to_owned(), self.value(depth))).collect()
    }

    fn body(&mut self) -> Vec<u8> {
        match self.random.random_range(0..8) {
            0 => Vec::new(),
            1 => {
                let mut bytes = vec![0; self.random.random_range(0..200)];
                self.random.fill_bytes(&mut bytes);
                bytes
            }
            2 => "[".repeat(self.random.random_range(1..5000)).into_bytes(),
            3 => {
                let mut bytes = Value::Object(self.fields(0)).to_string().into_bytes();
                bytes.truncate(self.random.random_range(0..=bytes.len()));
                bytes
            }
            _ => Value::Object(self.fields(0)).to_string().into_bytes(),
        }
    }

    fn escaped(&mut self) -> String {
        let text = self.text();
        let escape = |byte: &u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b':' | b'-' | b'.' => {
                char::from(*byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        };
        text.as_bytes().iter().take(2000).map(escape).collect()
    }

    fn address(&mut self, path: &str) -> String {
        let mut address = String::new();
        for part in path.split('/').skip(1) {
            address.push('/');
            let part = if part.starts_with('{') { self.escaped() } else { part.to_owned() };
            address.push_str(&part);
        }
        for n in 0..self.random.random_range(0..3) {
            address.push(if n == 0 { '?' } else { '&' });
            address.push_str(self.pick(&FIELDS));
            address.push('=');
            address.push_str(&self.escaped());
        }
        address
    }

    fn request(&mut self) -> Request<Body> {
        let operation = self.operations.choose(&mut self.random).cloned().unwrap_or_default();
        let (method, path) = operation.split_once(' ').unwrap_or_default();
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"];
        let is_usual = self.random.random_range(0..10) > 0;
        let method = if is_usual { method } else { self.pick(&methods) };
        let address = self.address(path);
        let mut request = Request::builder().uri(address).method(method);
        let sender = self.senders.choose(&mut self.random).cloned().unwrap_or_default();
        for (name, value) in &sender.headers {
            request = request.header(name, value);
        }
        if self.random.random_range(0..4) > 0 {
            request = request.header("content-type", "application/json");
        }
        for _ in 0..self.random.random_range(0..3) {
            let value: String = self.text().chars().filter(|c| !c.is_control()).collect();
            request = request.header(self.pick(&HEADERS), value);
        }
        request.body(Body::from(self.body())).expect("made of legal parts")
    }
}

#[tokio::test]
async fn no_request_is_answered_with_an_error_of_the_server() {
    let world = World::new().await;
    let admin = world.person("root").await;
    let somebody = world.person("anna").await;
    let browser = world.browser("anna").await;
    let mut noise = Noise {
        random: ChaCha8Rng::seed_from_u64(7),
        senders: vec![Sender::default(), admin, somebody, browser],
        operations: operations(),
    };
    let mut refused = 0;
    for turn in 0..REQUESTS {
        let request = noise.request();
        let said =
            format!("{turn}: {} {} {:?}", request.method(), request.uri(), request.headers());
        let is_watching =
            request.uri().path().ends_with("/events") && request.method() == Method::GET;
        let answer = world.raw(request).await;
        let status = answer.status.as_u16();
        // The provider of the tests does not exist; too much hashing at once is a refusal.
        let is_known = status == 502 || status == 503;
        assert!(status < 500 || is_known && !is_watching, "{said}: {}", answer.text());
        refused += u32::from(status >= 400);
    }
    // Noise that is mostly welcome would be no noise.
    assert!(refused > REQUESTS as u32 / 3, "{refused}");
}
