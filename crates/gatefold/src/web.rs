//! Requests to other servers, such as providers of OpenID Connect and those that plays are forwarded
//! to: bounded in time and size, and never redirected.

use std::error::Error;
use std::time::Duration;

use accounts::oidc::{Fetch, FetchError, HttpRequest, HttpResponse};
use anyhow::{Context as _, Result};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use futures::future::BoxFuture;
use listens::{NoAnswer, Remote, RemoteAnswer, RemoteRequest};
use reqwest::Response;

use crate::exit::chain;

/// How long a server that plays are sent to may take: some are slow with fifty.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a provider may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer that is read; keys and tokens take some kilobytes, 200 plays some hundreds.
const MAX_BYTES: usize = 1 << 20;

/// A client for the web.
pub struct Web(reqwest::Client);

impl Web {
    /// A client that trusts the roots of this machine.
    ///
    /// # Errors
    /// When the roots cannot be read.
    pub fn new() -> Result<Self> {
        // Whoever is first in this process chooses the same.
        let _already = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("gatefold/", env!("CARGO_PKG_VERSION")));
        Ok(Self(client.build().context("preparing requests to other servers")?))
    }
}

impl Fetch for Web {
    fn fetch(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, FetchError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let asked = client.request(parts.method, parts.uri.to_string());
            let asked = asked.headers(parts.headers).body(body);
            let mut answer = asked.send().await.map_err(|error| FetchError(error.into()))?;
            let body = read(&mut answer).await.map_err(FetchError)?;
            let mut response = HttpResponse::new(body);
            *response.status_mut() = answer.status();
            answer.headers().clone_into(response.headers_mut());
            Ok(response)
        })
    }
}

impl Remote for Web {
    fn send(&self, request: RemoteRequest) -> BoxFuture<'_, Result<RemoteAnswer, NoAnswer>> {
        Box::pin(async move {
            let asked = match request.body {
                None => self.0.get(request.url),
                Some((kind, body)) => {
                    self.0.post(request.url).header(CONTENT_TYPE, kind).body(body)
                }
            };
            let asked = match request.authorization {
                Some(value) => asked.header(AUTHORIZATION, value),
                None => asked,
            };
            let sent = asked.timeout(PATIENCE).send().await;
            // What is said here may be shown: the address holds keys.
            let mut answer = sent.map_err(|error| NoAnswer(chain(&error.without_url().into())))?;
            let body = read(&mut answer).await.map_err(|error| NoAnswer(error.to_string()))?;
            let seconds = |name: &str| answer.headers().get(name)?.to_str().ok()?.parse().ok();
            let retry_after_s = seconds("retry-after").or_else(|| seconds("x-ratelimit-reset-in"));
            Ok(RemoteAnswer { status: answer.status().as_u16(), retry_after_s, body })
        })
    }
}

/// The body of an answer.
async fn read(answer: &mut Response) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
        if body.len() + piece.len() > MAX_BYTES {
            return Err("the answer is too large".into());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
