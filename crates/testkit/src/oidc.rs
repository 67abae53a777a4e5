//! A provider of OpenID Connect on this machine: discovery, keys, authorisation, tokens.
//!
//! It lets everybody in whose name it was told, signs with a key of its own, checks what a real
//! provider checks, and makes the faults that it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::sha2::{Digest as _, Sha256};
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The client that may ask.
pub const CLIENT_ID: &str = "gatefold";
/// Its secret.
pub const CLIENT_SECRET: &str = "a secret of the tests";

/// What the provider does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The id token answers another question.
    Nonce,
    /// The id token is for another client.
    Audience,
    /// The id token is of another issuer.
    Issuer,
    /// The id token has ended.
    Expired,
    /// The id token is signed with a key that nobody published.
    Key,
    /// The id token says that it needs no signature.
    Unsigned,
}

/// Somebody at the provider.
#[derive(Debug, Clone)]
pub struct Person {
    /// What the provider calls the person, for ever.
    pub subject: String,
    /// The address.
    pub email: Option<String>,
    /// Whether the provider has proven it.
    pub is_verified: bool,
    /// The name that the person likes.
    pub username: Option<String>,
}

/// A running provider; it ends with the runtime of the test.
#[derive(Clone)]
pub struct Provider(Arc<Shared>);

struct Shared {
    issuer: String,
    /// The time of tokens, in seconds since 1970.
    now_s: i64,
    key: RsaPrivateKey,
    other_key: RsaPrivateKey,
    state: Mutex<Now>,
}

struct Now {
    person: Person,
    fault: Fault,
    /// Questions that were answered with a code, by the code.
    codes: HashMap<String, HashMap<String, String>>,
}

impl Provider {
    /// Starts a provider whose time stands still.
    ///
    /// # Panics
    /// When the machine has no free port or no randomness.
    pub async fn start(person: Person, now_s: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        // The shortest keys that RS256 allows (RFC 7518, 3.3): longer ones are slow to make.
        let key = || RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
        let state = Mutex::new(Now { person, fault: Fault::None, codes: HashMap::new() });
        let issuer = format!("http://{address}");
        let provider =
            Self(Arc::new(Shared { issuer, now_s, key: key(), other_key: key(), state }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discover))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// Where it is.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Makes this fault from now on.
    pub fn fail(&self, fault: Fault) {
        self.now().fault = fault;
    }

    /// Lets this person in from now on.
    pub fn become_person(&self, person: Person) {
        self.now().person = person;
    }

    /// Forgets all codes, as if their time had passed.
    pub fn expire_codes(&self) {
        self.now().codes.clear();
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id_token(&self, question: &HashMap<String, String>) -> String {
        let now = self.now();
        let (shared, person, fault) = (&self.0, &now.person, now.fault);
        let age = if fault == Fault::Expired { -7200 } else { 0 };
        let wrong = |is: bool, right: &str| {
            if is { "https://elsewhere.example".to_owned() } else { right.to_owned() }
        };
        let nonce = question.get("nonce").map_or("", String::as_str);
        let claims = json!({
            "iss": wrong(fault == Fault::Issuer, &shared.issuer),
            "aud": wrong(fault == Fault::Audience, CLIENT_ID),
            "nonce": wrong(fault == Fault::Nonce, nonce),
            "sub": person.subject,
            "iat": shared.now_s + age,
            "exp": shared.now_s + age + 600,
            "email": person.email,
            "email_verified": person.is_verified,
            "preferred_username": person.username,
        });
        let algorithm = if fault == Fault::Unsigned { "none" } else { "RS256" };
        let head = json!({"alg": algorithm, "kid": "test", "typ": "JWT"});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&head), part(&claims));
        let key = if fault == Fault::Key { &shared.other_key } else { &shared.key };
        let signature = SigningKey::<Sha256>::new(key.clone()).sign(text.as_bytes()).to_vec();
        let signature = if fault == Fault::Unsigned { Vec::new() } else { signature };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn discover(State(provider): State<Provider>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer());
    Json(json!({
        "issuer": provider.issuer(),
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let key = provider.0.key.to_public_key();
    let number = |n: &rsa::BigUint| URL_SAFE_NO_PAD.encode(n.to_bytes_be());
    Json(json!({"keys": [{
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "test",
        "n": number(key.n()), "e": number(key.e()),
    }]}))
}

/// Lets the person in at once and sends the browser back with a code.
async fn authorize(
    State(provider): State<Provider>,
    Query(question): Query<HashMap<String, String>>,
) -> Response {
    let get = |name: &str| question.get(name).map_or("", String::as_str);
    let is_right = get("client_id") == CLIENT_ID
        && get("response_type") == "code"
        && get("scope").split(' ').any(|scope| scope == "openid")
        && get("code_challenge_method") == "S256"
        && !get("code_challenge").is_empty()
        && !get("state").is_empty();
    if !is_right {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut now = provider.now();
    let code = format!("code-{}", now.codes.len());
    let back = format!("{}?code={code}&state={}", get("redirect_uri"), get("state"));
    now.codes.insert(code, question);
    Redirect::to(&back).into_response()
}

/// Gives tokens for a code, once, to the client that can prove that it asked.
async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let get = |name: &str| form.get(name).map_or("", String::as_str);
    let refuse =
        |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let expected = format!(
        "Basic {}",
        STANDARD.encode(format!("{CLIENT_ID}:{}", CLIENT_SECRET.replace(' ', "+")))
    );
    if headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) != Some(&expected) {
        return refuse("invalid_client");
    }
    let question = provider.now().codes.remove(get("code"));
    let Some(question) = question else { return refuse("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(get("code_verifier").as_bytes()));
    let is_asker = question.get("code_challenge") == Some(&challenge)
        && question.get("redirect_uri").map(String::as_str) == Some(get("redirect_uri"));
    if !is_asker {
        return refuse("invalid_grant");
    }
    Json(json!({
        "access_token": "not used",
        "token_type": "Bearer",
        "expires_in": 600,
        "id_token": provider.id_token(&question),
    }))
    .into_response()
}
