//! Registering, signing in and out, by token and by cookie.

use api::{ProxyHeader, SurfaceOptions};
use edge::client::TrustedProxies;
use serde_json::{Value, json};

use super::world::{PASSWORD, Sender, World, cookies, options};

#[tokio::test]
async fn register_sign_in_look_at_oneself_and_sign_out() {
    let world = World::new().await;
    let user = world.register("maya").await;
    assert_eq!(user["role"], "admin");
    let signed_in = world.sign_in("maya@example.org").await;
    let sender = Sender::bearer(signed_in["access_token"].as_str().unwrap_or_default());
    let me = world.send(&sender, "GET /v1/me", Value::Null).await;
    assert_eq!(me.json()["id"], user["id"]);
    assert_eq!(me.header("cache-control"), "no-store");
    let out = world.send(&sender, "POST /v1/auth/logout", Value::Null).await;
    assert_eq!(out.status, 204);
    let me = world.send(&sender, "GET /v1/me", Value::Null).await;
    assert_eq!(me.problem(), "401 not_signed_in -");
    let refresh = json!({"refresh_token": signed_in["refresh_token"]});
    let answer = world.post("/v1/auth/refresh", refresh).await;
    assert_eq!(answer.problem(), "401 session_ended -");
}

#[tokio::test]
async fn refusals_have_codes_and_fields() {
    let world = World::new().await;
    world.register("maya").await;
    let account =
        |username: &str, password: &str| json!({"username": username, "password": password});
    for (path, body, problem) in [
        ("/v1/auth/register", account("MAYA", PASSWORD), "409 taken username"),
        ("/v1/auth/register", account("a@b", PASSWORD), "400 invalid_field username"),
        ("/v1/auth/register", account("otto", "short"), "400 invalid_field password"),
        ("/v1/auth/register", json!({"username": "x"}), "400 missing_field password"),
        ("/v1/auth/login", json!({"name": "maya", "password": "x"}), "401 wrong_credentials -"),
        ("/v1/auth/login", json!({"name": "x", "password": "x", "y": 1}), "400 unknown_field y"),
        ("/v1/auth/refresh", json!({"refresh_token": "x"}), "401 session_ended -"),
        ("/v1/auth/refresh", json!({}), "403 cross_site -"),
    ] {
        assert_eq!(world.post(path, body).await.problem(), problem, "{path}");
    }
}

#[tokio::test]
async fn a_web_page_lives_on_cookies_alone() {
    let world = World::new().await;
    world.register("maya").await;
    let browser = world.browser("maya").await;
    let me = world.send(&browser, "GET /v1/me", Value::Null).await;
    assert_eq!(me.json()["username"], "maya");
    world.time.advance_ms(16 * 60 * 1000);
    assert_eq!(world.send(&browser, "GET /v1/me", Value::Null).await.status, 401);
    let page = browser.clone().with("sec-fetch-site", "same-origin");
    let next = world.send(&page, "POST /v1/auth/refresh", json!({})).await;
    assert_eq!(next.status, 200, "{}", next.text());
    let browser = Sender::default().with("cookie", &cookies(&next));
    assert_eq!(world.send(&browser, "GET /v1/me", Value::Null).await.status, 200);
    let page = browser.clone().with("origin", "http://localhost").with("host", "localhost");
    let out = world.send(&page, "POST /v1/auth/logout", Value::Null).await;
    assert_eq!(out.status, 204);
    assert_eq!(cookies(&out), "gf_session=; gf_refresh=; gf_csrf=");
    assert_eq!(world.send(&browser, "GET /v1/me", Value::Null).await.status, 401);
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_with_our_cookies() {
    let world = World::new().await;
    world.register("maya").await;
    let browser = world.browser("maya").await;
    let csrf = browser.headers[0].1.split("gf_csrf=").nth(1).unwrap_or_default().to_owned();
    let from =
        |name: &str, value: &str| browser.clone().with("host", "us.example").with(name, value);
    for (sender, status) in [
        (browser.clone(), 403),
        (from("sec-fetch-site", "cross-site"), 403),
        (from("sec-fetch-site", "same-site"), 403),
        (from("sec-fetch-site", "none").with("origin", "https://us.example"), 403),
        (from("origin", "https://evil.example"), 403),
        (from("origin", "null"), 403),
        (from("x-csrf-token", "guess"), 403),
        (from("x-csrf-token", ""), 403),
        (from("x-csrf-token", &csrf).with("origin", "https://evil.example"), 403),
        (from("x-csrf-token", &csrf), 204),
    ] {
        let answer = world.send(&sender, "POST /v1/auth/logout", Value::Null).await;
        assert_eq!(answer.status, status, "{sender:?}");
    }
}

#[tokio::test]
async fn cookies_are_hidden_from_scripts_and_bound_to_tls() {
    let surface = SurfaceOptions {
        public_origin: Some("https://music.example".into()),
        ..SurfaceOptions::default()
    };
    let world = World::with(options(), surface).await;
    world.register("maya").await;
    let body = json!({"name": "maya", "password": PASSWORD, "cookies": true});
    let answer = world.post("/v1/auth/login", body).await;
    let lines: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.contains("; Secure")), "{lines:?}");
    for (line, name) in lines.iter().zip(["gf_session=gfa_", "gf_refresh=gfr_"]) {
        assert!(line.starts_with(name) && line.contains("; HttpOnly; SameSite="), "{line}");
    }
    let browser = Sender::default().with("cookie", &cookies(&answer));
    for (origin, status) in [
        ("https://music.example.evil", 403),
        ("http://music.example", 403),
        ("https://music.example", 204),
    ] {
        let sender = browser.clone().with("origin", origin).with("host", "inside:8080");
        let answer = world.send(&sender, "POST /v1/auth/logout", Value::Null).await;
        assert_eq!(answer.status, status, "{origin}");
    }
}

#[tokio::test]
async fn a_header_that_is_no_bearer_token_is_nobody() {
    let world = World::new().await;
    world.register("maya").await;
    let browser = world.browser("maya").await;
    for value in ["Basic bWF5YTp4", "Bearer", "Bearer gfa_x", "gfa_x", ""] {
        let sender = browser.clone().with("authorization", value);
        let answer = world.send(&sender, "GET /v1/me", Value::Null).await;
        assert_eq!(answer.problem(), "401 not_signed_in -", "{value}");
    }
}

#[tokio::test]
async fn a_proxy_signs_users_in_only_if_it_is_trusted_and_pages_of_others_do_not() {
    let proxy = |network: &str| {
        let networks = vec![network.parse().expect("a network")];
        let header = http::HeaderName::from_static("remote-user");
        let proxy = ProxyHeader { header, proxies: TrustedProxies::new(networks) };
        SurfaceOptions { proxy: Some(proxy), ..SurfaceOptions::default() }
    };
    let sender = Sender::default().with("remote-user", "Maya");
    let trusted = World::with(options(), proxy("127.0.0.0/8")).await;
    trusted.register("maya").await;
    let me = trusted.send(&sender, "GET /v1/me", Value::Null).await;
    assert_eq!(me.json()["username"], "maya");
    let body = json!({"bio": "x"});
    let answer = trusted.send(&sender, "PATCH /v1/me", body.clone()).await;
    assert_eq!(answer.problem(), "403 cross_site -");
    let page = sender.clone().with("sec-fetch-site", "same-origin");
    assert_eq!(trusted.send(&page, "PATCH /v1/me", body).await.status, 200);
    let stranger = Sender::default().with("remote-user", "nobody");
    assert_eq!(trusted.send(&stranger, "GET /v1/me", Value::Null).await.status, 401);
    for surface in [proxy("10.0.0.0/8"), SurfaceOptions::default()] {
        let world = World::with(options(), surface).await;
        world.register("maya").await;
        let me = world.send(&sender, "GET /v1/me", Value::Null).await;
        assert_eq!(me.problem(), "401 not_signed_in -");
    }
}
