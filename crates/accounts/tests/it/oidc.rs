//! Signing in elsewhere, with a real provider, and with one that lies.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::oidc::{Fetch, FetchError, HttpRequest, HttpResponse, Oidc, Provider};
use accounts::{Refusal, Role, TokenPair, User};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use testkit::oidc::{CLIENT_ID, CLIENT_SECRET, Fault, Person, Provider as Server};

use crate::place::{Engine, Place, client, refused};

#[derive(Clone)]
struct Web(reqwest::Client);

impl Web {
    fn new() -> Self {
        let _already = rustls::crypto::ring::default_provider().install_default();
        let policy = reqwest::redirect::Policy::none();
        Self(reqwest::Client::builder().redirect(policy).build().unwrap())
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

fn person(subject: &str) -> Person {
    Person {
        subject: subject.to_owned(),
        email: Some(format!("{subject}@example.org")),
        is_verified: true,
        username: Some(subject.to_owned()),
    }
}

struct Elsewhere {
    place: Place,
    server: Server,
    web: Web,
    oidc: Oidc,
}

impl Elsewhere {
    async fn new(engine: &Engine) -> Self {
        let place = Place::new(engine).await;
        let now_s = place.accounts.now_ms() / 1000;
        let (server, web) = (Server::start(person("maya"), now_s).await, Web::new());
        let provider = |name: &str| Provider {
            name: name.to_owned(),
            issuer: server.issuer().to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Some(CLIENT_SECRET.to_owned()),
            is_linking_by_email: name != "strict",
            is_registering: name != "strict",
        };
        let providers = ["home", "strict"].map(provider).to_vec();
        let oidc = Oidc::new(place.accounts.clone(), providers, Arc::new(web.clone()));
        Self { place, server, web, oidc }
    }

    /// What the browser brings back from the provider: code and state.
    async fn walk(&self, name: &str) -> (String, String) {
        let question = self.oidc.ask(name).await.unwrap();
        self.follow(&question.url).await
    }

    async fn follow(&self, url: &str) -> (String, String) {
        let answer = self.web.0.get(url).send().await.unwrap();
        let back = answer.headers()["location"].to_str().unwrap();
        let query = back.split_once('?').unwrap().1;
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
        let mut pairs: HashMap<&str, &str> = pairs.collect();
        let mut take = |name: &str| pairs.remove(name).unwrap().to_owned();
        (take("code"), take("state"))
    }

    async fn answer(
        &self,
        name: &str,
        code: &str,
        state: &str,
    ) -> accounts::Result<(User, TokenPair)> {
        self.oidc.answer(name, (code, state), &client(1)).await
    }

    async fn sign_in(&self, name: &str) -> accounts::Result<(User, TokenPair)> {
        let (code, state) = self.walk(name).await;
        self.answer(name, &code, &state).await
    }
}

pub async fn a_sign_in_may_move_to_another_thread(engine: Engine) {
    let oidc = Elsewhere::new(&engine).await.oidc;
    let refused = tokio::spawn(async move {
        let asked = oidc.ask("nobody").await.is_err();
        asked && oidc.answer("nobody", ("", ""), &client(1)).await.is_err()
    });
    assert!(refused.await.unwrap());
}

pub async fn a_person_is_the_same_user_at_every_sign_in(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    let (first, pair) = at.sign_in("home").await.unwrap();
    assert_eq!((first.role, first.username.text.as_str()), (Role::Admin, "maya"));
    assert!(first.is_verified && first.password_hash.is_none());
    assert_eq!(at.place.check(&pair.access).await.unwrap().user_id, first.id);
    at.server.become_person(Person { email: None, ..person("maya") });
    assert_eq!(at.sign_in("home").await.unwrap().0.id, first.id);
    let other = Person { username: Some("maya".to_owned()), ..person("other") };
    at.server.become_person(other);
    let (second, _) = at.sign_in("home").await.unwrap();
    assert_eq!((second.role, second.username.text.as_str()), (Role::User, "maya2"));
}

pub async fn an_account_is_connected_only_by_an_address_that_both_sides_have_proven(
    engine: Engine,
) {
    let at = Elsewhere::new(&engine).await;
    let user = at.place.register("maya").await;
    let (stranger, _) = at.sign_in("home").await.unwrap();
    assert_ne!(stranger.id, user.id, "the address is not proven here");
    assert_eq!(stranger.email, None);
    let token = at.place.mailbox.token();
    at.place.accounts.verify_email(&token, &client(1)).await.unwrap();
    let unproven = Person { subject: "b".into(), is_verified: false, ..person("maya") };
    at.server.become_person(unproven);
    assert_ne!(at.sign_in("home").await.unwrap().0.id, user.id);
    at.server.become_person(Person { subject: "c".into(), ..person("maya") });
    assert_eq!(refused(at.sign_in("strict").await), Refusal::RegistrationClosed);
    assert_eq!(at.sign_in("home").await.unwrap().0.id, user.id);
}

pub async fn an_answer_that_lies_is_refused(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    for fault in
        [Fault::Nonce, Fault::Audience, Fault::Issuer, Fault::Expired, Fault::Key, Fault::Unsigned]
    {
        at.server.fail(fault);
        let refusal = refused(at.sign_in("home").await);
        let reason = "its id token cannot be trusted";
        let provider = "home".to_owned();
        assert_eq!(refusal, Refusal::ProviderFailed { provider, reason }, "{fault:?}");
    }
    at.server.fail(Fault::None);
    assert!(at.sign_in("home").await.is_ok());
}

pub async fn a_state_works_once_in_time_and_with_its_provider(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    let (code, state) = at.walk("home").await;
    assert_eq!(refused(at.answer("strict", &code, &state).await), Refusal::LinkEnded);
    let (code, state) = at.walk("home").await;
    assert_eq!(refused(at.answer("home", &code, "gfo_x").await), Refusal::LinkEnded);
    let forged = accounts_state(&state);
    assert_eq!(refused(at.answer("home", &code, &forged).await), Refusal::LinkEnded);
    at.answer("home", &code, &state).await.unwrap();
    assert_eq!(refused(at.answer("home", &code, &state).await), Refusal::LinkEnded);
    let (code, state) = at.walk("home").await;
    at.place.clock.advance(std::time::Duration::from_secs(601));
    assert_eq!(refused(at.answer("home", &code, &state).await), Refusal::LinkEnded);
}

/// A state of the right form that was never given out.
fn accounts_state(state: &str) -> String {
    state.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect::<String>().replacen(
        &"A".repeat(4),
        "gfo_",
        1,
    )
}

pub async fn a_code_is_worth_nothing_without_the_verifier_of_its_own_question(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    let (stolen, _) = at.walk("home").await;
    let (_, own_state) = at.walk("home").await;
    let refusal = refused(at.answer("home", &stolen, &own_state).await);
    let reason = "it gave no token for the code";
    assert_eq!(refusal, Refusal::ProviderFailed { provider: "home".to_owned(), reason });
    let (code, state) = at.walk("home").await;
    at.server.expire_codes();
    let refusal = refused(at.answer("home", &code, &state).await);
    assert_eq!(refusal, Refusal::ProviderFailed { provider: "home".to_owned(), reason });
    let question = at.oidc.ask("home").await.unwrap();
    let bare = question.url.split("&code_challenge=").next().unwrap();
    let answer = at.web.0.get(bare).send().await.unwrap();
    assert_eq!(answer.status(), 400, "the provider insists on PKCE, and we send it");
}

pub async fn unknown_and_unreachable_providers_are_refused(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    assert_eq!(refused(at.oidc.ask("nobody").await), Refusal::NotFound { what: "provider" });
    let gone = Provider {
        name: "gone".to_owned(),
        issuer: "http://127.0.0.1:9".to_owned(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: None,
        is_linking_by_email: false,
        is_registering: false,
    };
    let oidc = Oidc::new(at.place.accounts.clone(), vec![gone], Arc::new(Web::new()));
    assert!(matches!(refused(oidc.ask("gone").await), Refusal::ProviderFailed { .. }));
}

pub async fn a_disabled_user_does_not_enter_this_way_either(engine: Engine) {
    let at = Elsewhere::new(&engine).await;
    let (user, _) = at.sign_in("home").await.unwrap();
    let disabled = at.place.store.write::<_, store::Error, _>(move |tx| {
        Box::pin(async move { store::users::set_active(tx, user.id, false, 1).await })
    });
    assert!(disabled.await.unwrap());
    assert_eq!(refused(at.sign_in("home").await), Refusal::Disabled);
}
