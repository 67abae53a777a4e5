//! Signing in elsewhere, as a browser does it.

use accounts::oidc::{Fetch, FetchError, HttpRequest, HttpResponse};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::Value;
use testkit::oidc::{Person, Provider};

use super::world::{Sender, World, cookies};

/// Requests over the real network of this machine.
#[derive(Clone)]
pub struct Web(reqwest::Client);

impl Web {
    pub fn new() -> Self {
        let _already = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Self(client.build().expect("a client"))
    }

    /// Where the provider sends the browser, without the server's own address.
    async fn follow(&self, url: &str) -> String {
        let answer = self.0.get(url).send().await.expect("an answer");
        let back = answer.headers()["location"].to_str().expect("a text");
        back.strip_prefix("http://127.0.0.1:8080").expect("our own address").to_owned()
    }
}

impl Fetch for Web {
    fn fetch(&self, request: HttpRequest) -> BoxFuture<'static, Result<HttpResponse, FetchError>> {
        let web = self.0.clone();
        async move {
            let (parts, body) = request.into_parts();
            let asked = web.request(parts.method, parts.uri.to_string()).headers(parts.headers);
            let answer = asked.body(body).send().await.map_err(|e| FetchError(e.into()))?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = answer.bytes().await.map_err(|e| FetchError(e.into()))?.to_vec();
            let mut response = HttpResponse::new(body);
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        }
        .boxed()
    }
}

async fn provider() -> Provider {
    let person = Person {
        subject: "maya".to_owned(),
        email: Some("maya@example.org".to_owned()),
        is_verified: true,
        username: Some("maya".to_owned()),
    };
    Provider::start(person, 1_795_219_200).await
}

#[tokio::test]
async fn a_browser_goes_to_the_provider_and_comes_back_signed_in() {
    let server = provider().await;
    let world = World::elsewhere(server.issuer()).await;
    let start = "GET /v1/auth/oidc/club/start";
    let there = world.send(&Sender::default(), start, Value::Null).await;
    assert_eq!(there.status, 303, "{}", there.text());
    let back = Web::new().follow(there.header("location")).await;
    assert!(back.starts_with("/v1/auth/oidc/club/callback?code="), "{back}");
    let call = format!("GET {back}");
    let stranger = world.send(&Sender::default(), &call, Value::Null).await;
    assert_eq!(stranger.problem(), "403 cross_site -");
    let browser = Sender::default().with("cookie", &cookies(&there));
    let home = world.send(&browser, &call, Value::Null).await;
    assert_eq!((home.status.as_u16(), home.header("location")), (303, "/"));
    let browser = Sender::default().with("cookie", &cookies(&home));
    let me = world.send(&browser, "GET /v1/me", Value::Null).await.json();
    assert_eq!((&me["username"], &me["has_password"]), (&"maya".into(), &false.into()));
}

#[tokio::test]
async fn what_goes_wrong_elsewhere_has_a_code() {
    let world = World::new().await;
    let nobody = Sender::default();
    for (call, problem) in [
        ("GET /v1/auth/oidc/nobody/start", "404 not_found -"),
        ("GET /v1/auth/oidc/club/start", "502 provider_failed -"),
        ("GET /v1/auth/oidc/club/callback?error=access_denied", "502 provider_failed -"),
        ("GET /v1/auth/oidc/club/callback?code=x&state=gfo_x", "403 cross_site -"),
        ("GET /v1/auth/oidc/club/callback", "403 cross_site -"),
    ] {
        assert_eq!(world.send(&nobody, call, Value::Null).await.problem(), problem, "{call}");
    }
    let browser = Sender::default().with("cookie", "gf_oidc=gfo_x");
    let call = "GET /v1/auth/oidc/club/callback?code=x&state=gfo_x";
    let answer = world.send(&browser, call, Value::Null).await;
    assert_eq!(answer.problem(), "400 link_ended -");
}
