//! Signing in with a provider of OpenID Connect.
//!
//! The answer of a provider is tied to its question three times: by the state, which works once
//! and only in the browser that asked; by the nonce in the signed id token; and by PKCE. Nonce and
//! verifier are derived from the state under a key of this installation, so nothing secret is kept
//! for questions that nobody answers.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use futures::future::BoxFuture;
use moka::sync::Cache;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse as _,
};
use store::Tx;
use store::one_time_tokens::{self, Purpose};
use store::users::User;

use crate::accounts::Accounts;
use crate::caller::Client;
use crate::error::{Error, Refusal, Result};
use crate::links::NewLink;
use crate::sessions::TokenPair;
use crate::tokens;

mod people;

/// How long somebody may take at the provider.
const QUESTION_LIFETIME: Duration = Duration::from_secs(600);
/// How long what a provider says about itself, keys included, is believed.
const METADATA_LIFETIME: Duration = Duration::from_secs(600);

pub use openidconnect::{HttpRequest, HttpResponse};

/// A request of this crate that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the request failed: {0}")]
pub struct FetchError(pub Box<dyn std::error::Error + Send + Sync>);

/// Makes requests to providers. It must not follow redirects, and must bound time and size.
pub trait Fetch: Send + Sync {
    /// Makes one request.
    fn fetch(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, FetchError>>;
}

/// A provider that the operator has named.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its name in paths; never to be changed, since accounts are known by it.
    pub name: String,
    /// Its address, as in `https://accounts.google.com`.
    pub issuer: String,
    /// What it calls this installation.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: Option<String>,
    /// Whether an account with the same proven address is connected at the first sign-in.
    pub is_linking_by_email: bool,
    /// Whether people without an account get one.
    pub is_registering: bool,
}

/// A question to a provider.
#[derive(Debug, Clone)]
pub struct Question {
    /// Where the browser goes.
    pub url: String,
    /// What the browser has to show when it comes back.
    pub state: String,
}

/// Sign-ins elsewhere. A clone is the same.
#[derive(Clone)]
pub struct Oidc(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    providers: Vec<Provider>,
    fetch: Arc<dyn Fetch>,
    metadata: Cache<String, CoreProviderMetadata>,
}

type ProviderClient = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Oidc {
    /// Sign-ins with these providers.
    #[must_use]
    pub fn new(accounts: Accounts, providers: Vec<Provider>, fetch: Arc<dyn Fetch>) -> Self {
        let metadata = Cache::builder().max_capacity(64).time_to_live(METADATA_LIFETIME).build();
        Self(Arc::new(Shared { accounts, providers, fetch, metadata }))
    }

    /// The names of the providers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.providers.iter().map(|provider| provider.name.as_str())
    }

    /// Begins a sign-in: where to send the browser.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an unknown provider, [`Refusal::ProviderFailed`].
    pub async fn ask(&self, name: &str) -> Result<Question> {
        let provider = self.provider(name)?;
        let client = self.client(provider).await?;
        let accounts = &self.0.accounts;
        let (state, mut row) = accounts.new_link(NewLink {
            purpose: Purpose::SignIn,
            user_id: None,
            email: None,
            created_by: None,
            lifetime: QUESTION_LIFETIME,
        });
        row.detail = serde_json::json!({ "provider": provider.name }).to_string();
        let verifier = PkceCodeVerifier::new(self.derive("oidc verifier", &state));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (token, nonce) = (CsrfToken::new(state.clone()), self.nonce(&state));
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || token, move || nonce)
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        let (url, ..) = request.url();
        accounts
            .write(move |tx: &mut Tx<'_>| {
                Box::pin(async move { Ok(one_time_tokens::insert(tx, &row).await?) })
            })
            .await?;
        Ok(Question { url: url.into(), state })
    }

    /// Ends a sign-in with what the browser brought back.
    ///
    /// # Errors
    /// [`Refusal::LinkEnded`] for a state that was used, has ended, or belongs to another
    /// provider; [`Refusal::ProviderFailed`] when the answer cannot be trusted;
    /// [`Refusal::RegistrationClosed`] for people without an account.
    pub async fn answer(
        &self,
        name: &str,
        (code, state): (&str, &str),
        client: &Client,
    ) -> Result<(User, TokenPair)> {
        let provider = self.provider(name)?;
        self.use_state(provider, state).await?;
        let claims = self.claims(provider, (code, state)).await;
        if claims.is_err() {
            // Its keys may have changed: the next answer is looked at with fresh ones.
            self.0.metadata.invalidate(&provider.name);
        }
        self.enter(provider, &claims?, client).await
    }

    async fn use_state(&self, provider: &Provider, state: &str) -> Result<()> {
        let accounts = &self.0.accounts;
        let hash = tokens::hash(tokens::ONE_TIME, state).ok_or(Refusal::LinkEnded)?;
        let now_ms = accounts.now_ms();
        let used = accounts.write(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                Ok(one_time_tokens::use_up(tx, &hash, Purpose::SignIn, now_ms).await?)
            })
        });
        let used = used.await?.ok_or(Refusal::LinkEnded)?;
        let detail: serde_json::Value = serde_json::from_str(&used.detail).unwrap_or_default();
        let is_same = detail["provider"].as_str() == Some(&provider.name);
        if is_same { Ok(()) } else { Err(Refusal::LinkEnded.into()) }
    }

    /// Exchanges the code and checks the id token: signature, issuer, audience, time, nonce.
    async fn claims(
        &self,
        provider: &Provider,
        (code, state): (&str, &str),
    ) -> Result<CoreIdTokenClaims> {
        let client = self.client(provider).await?;
        let proof = (code.to_owned(), self.derive("oidc verifier", state));
        let exchanged = exchange(client.clone(), self.0.fetch.clone(), proof).await;
        let response = exchanged
            .map_err(|error| failed(provider, "it gave no token for the code", &*error))?;
        let id_token = response.id_token();
        let id_token = id_token.ok_or_else(|| refusal(provider, "it gave no id token"))?;
        let now_ms = self.0.accounts.now_ms();
        let now = move || DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
        let verifier = client.id_token_verifier().set_time_fn(now);
        let claims = id_token
            .claims(&verifier, &self.nonce(state))
            .map_err(|error| failed(provider, "its id token cannot be trusted", &error))?;
        Ok(claims.clone())
    }

    fn provider(&self, name: &str) -> Result<&Provider> {
        let found = self.0.providers.iter().find(|provider| provider.name == name);
        found.ok_or_else(|| Refusal::NotFound { what: "provider" }.into())
    }

    async fn client(&self, provider: &Provider) -> Result<ProviderClient> {
        let wrong = |error: openidconnect::url::ParseError| Error::internal(error.to_string());
        let metadata = match self.0.metadata.get(&provider.name) {
            Some(metadata) => metadata,
            None => {
                let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(wrong)?;
                let found = discover(issuer, self.0.fetch.clone()).await;
                let found =
                    found.map_err(|error| failed(provider, "it cannot be reached", &*error))?;
                self.0.metadata.insert(provider.name.clone(), found.clone());
                found
            }
        };
        let id = ClientId::new(provider.client_id.clone());
        let secret = provider.client_secret.clone().map(ClientSecret::new);
        let url = &self.0.accounts.options().public_url;
        let back = format!("{url}/v1/auth/oidc/{}/callback", provider.name);
        let client = CoreClient::from_provider_metadata(metadata, id, secret);
        Ok(client.set_redirect_uri(RedirectUrl::new(back).map_err(wrong)?))
    }

    fn nonce(&self, state: &str) -> Nonce {
        Nonce::new(self.derive("oidc nonce", state))
    }

    /// 43 characters: as many as PKCE needs at least (RFC 7636, 4.1).
    fn derive(&self, purpose: &str, state: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.0.accounts.keyring().derive(purpose, state))
    }
}

/// [`Fetch`] as the library wants it.
struct Http(Arc<dyn Fetch>);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = FetchError;
    type Future = BoxFuture<'static, Result<HttpResponse, FetchError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        self.0.fetch(request)
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What a provider says about itself. (Boxed, with nothing borrowed: the compiler cannot see
/// through the lifetimes of the library's futures that they may move to other threads.)
fn discover(
    issuer: IssuerUrl,
    fetch: Arc<dyn Fetch>,
) -> BoxFuture<'static, Result<CoreProviderMetadata, Cause>> {
    Box::pin(async move {
        let http = Http(fetch);
        Ok(CoreProviderMetadata::discover_async(issuer, &http).await?)
    })
}

/// The tokens for a code, which the verifier proves to be ours.
fn exchange(
    client: ProviderClient,
    fetch: Arc<dyn Fetch>,
    (code, verifier): (String, String),
) -> BoxFuture<'static, Result<CoreTokenResponse, Cause>> {
    Box::pin(async move {
        let http = Http(fetch);
        let exchange = client.exchange_code(AuthorizationCode::new(code))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        Ok(exchange.request_async(&http).await?)
    })
}

fn refusal(provider: &Provider, reason: &'static str) -> Error {
    Refusal::ProviderFailed { provider: provider.name.clone(), reason }.into()
}

/// The user hears the reason, the log its cause.
fn failed(
    provider: &Provider,
    reason: &'static str,
    cause: &(dyn std::error::Error + 'static),
) -> Error {
    let chain = std::iter::successors(Some(cause), |error| error.source());
    let causes: Vec<String> = chain.map(ToString::to_string).collect();
    tracing::warn!(provider = provider.name, cause = causes.join(": "), "{reason}");
    refusal(provider, reason)
}
