//! Requests to providers of OpenID Connect: bounded in time and size, and never redirected.

use std::time::Duration;

use accounts::oidc::{Fetch, FetchError, HttpRequest, HttpResponse};
use anyhow::{Context as _, Result};
use futures::future::BoxFuture;

/// How long a provider may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer that is read; keys and tokens take some kilobytes.
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
        Ok(Self(client.build().context("preparing requests to providers")?))
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
            let mut body = Vec::new();
            while let Some(piece) = answer.chunk().await.map_err(|e| FetchError(e.into()))? {
                if body.len() + piece.len() > MAX_BYTES {
                    return Err(FetchError("the answer is too large".into()));
                }
                body.extend_from_slice(&piece);
            }
            let mut response = HttpResponse::new(body);
            *response.status_mut() = answer.status();
            answer.headers().clone_into(response.headers_mut());
            Ok(response)
        })
    }
}
