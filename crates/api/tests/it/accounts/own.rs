//! What people do with their own accounts.

use serde_json::{Value, json};

use super::world::{PASSWORD, Sender, World};

#[tokio::test]
async fn settings_change_one_by_one_and_null_removes() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let body = json!({"theme": "dark", "region": "AT", "time_zone": "Europe/Vienna"});
    let answer = world.send(&maya, "PATCH /v1/me/settings", body).await.json();
    assert_eq!((&answer["theme"], &answer["region"]), (&json!("dark"), &json!("AT")));
    let answer = world.send(&maya, "PATCH /v1/me/settings", json!({"region": null})).await.json();
    assert_eq!((&answer["theme"], &answer["region"]), (&json!("dark"), &Value::Null));
    let me = world.send(&maya, "GET /v1/me", Value::Null).await.json();
    assert_eq!(me["time_zone"], "Europe/Vienna");
    for (body, problem) in [
        (json!({"theme": "pink"}), "400 invalid_field theme"),
        (json!({"volume_level": 101}), "400 invalid_field volume_level"),
        (json!({"volume_level": "x"}), "400 invalid_field volume_level"),
        (json!({"nonsense": 1}), "400 unknown_field nonsense"),
    ] {
        let answer = world.send(&maya, "PATCH /v1/me/settings", body).await;
        assert_eq!(answer.problem(), problem);
    }
}

#[tokio::test]
async fn an_app_token_is_shown_once_and_ends() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let body = json!({"name": "Phone", "scopes": ["profile:read"], "is_legacy": true});
    let made = world.send(&maya, "POST /v1/me/tokens", body).await;
    assert_eq!(made.status, 201);
    let token = made.json()["token"].as_str().unwrap_or_default().to_owned();
    let phone = Sender::bearer(&token);
    assert_eq!(world.send(&phone, "GET /v1/me", Value::Null).await.status, 200);
    let answer = world.send(&phone, "PATCH /v1/me", json!({"bio": "x"})).await;
    assert_eq!(answer.problem(), "403 scope_needed -");
    let answer = world.send(&phone, "GET /v1/me/tokens", Value::Null).await;
    assert_eq!(answer.problem(), "403 session_needed -");
    let list = world.send(&maya, "GET /v1/me/tokens", Value::Null).await;
    assert!(!list.text().contains(&token));
    let id = list.json()["tokens"][0]["id"].as_str().unwrap_or_default().to_owned();
    let end = format!("DELETE /v1/me/tokens/{id}");
    assert_eq!(world.send(&maya, &end, Value::Null).await.status, 204);
    assert_eq!(world.send(&maya, &end, Value::Null).await.status, 404);
    assert_eq!(world.send(&phone, "GET /v1/me", Value::Null).await.status, 401);
    for (body, field) in [
        (json!({"name": "x", "scopes": ["all"]}), "scopes"),
        (json!({"name": "x", "scopes": []}), "scopes"),
        (json!({"name": "", "scopes": ["profile:read"]}), "name"),
        (json!({"name": "x", "scopes": ["profile:read"], "expires_at": "soon"}), "expires_at"),
    ] {
        let answer = world.send(&maya, "POST /v1/me/tokens", body).await;
        assert_eq!(answer.problem(), format!("400 invalid_field {field}"));
    }
    let many = |n: u32| json!({"name": n.to_string(), "scopes": ["profile:read"]});
    for number in 0..50 {
        assert_eq!(world.send(&maya, "POST /v1/me/tokens", many(number)).await.status, 201);
    }
    let answer = world.send(&maya, "POST /v1/me/tokens", many(51)).await;
    assert_eq!(answer.problem(), "409 too_many -");
}

#[tokio::test]
async fn passwords_are_replaced_by_links_and_by_old_ones() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let answer = world.post("/v1/auth/password/forgot", json!({"name": "maya"})).await;
    assert_eq!(answer.status, 204);
    let reset = json!({"token": world.mailbox.token(), "password": "battery staple"});
    assert_eq!(world.post("/v1/auth/password/reset", reset.clone()).await.status, 204);
    let again = world.post("/v1/auth/password/reset", reset).await;
    assert_eq!(again.problem(), "400 link_ended -");
    assert_eq!(world.send(&maya, "GET /v1/me", Value::Null).await.status, 401);
    let body = json!({"name": "maya", "password": "battery staple"});
    let signed_in = world.post("/v1/auth/login", body).await.json();
    let maya = Sender::bearer(signed_in["access_token"].as_str().unwrap_or_default());
    let change = json!({"old_password": "battery staple", "password": PASSWORD});
    assert_eq!(world.send(&maya, "PUT /v1/me/password", change).await.status, 204);
    world.sign_in("maya").await;
    let change = json!({"email": "new@example.org", "password": PASSWORD});
    assert_eq!(world.send(&maya, "PUT /v1/me/email", change).await.status, 204);
    let verify = json!({"token": world.mailbox.token()});
    assert_eq!(world.post("/v1/auth/email/verify", verify).await.status, 204);
    let me = world.send(&maya, "GET /v1/me", Value::Null).await.json();
    assert_eq!((&me["email"], &me["is_verified"]), (&json!("new@example.org"), &json!(true)));
    let asked = world.send(&maya, "POST /v1/me/email/verification", Value::Null).await;
    assert_eq!(asked.status, 204);
}

#[tokio::test]
async fn a_profile_changes_and_an_account_goes_and_comes_back() {
    let world = World::new().await;
    world.person("root").await;
    let maya = world.person("maya").await;
    let body = json!({"username": "Maya2", "display_name": "Maya", "avatar_url": "https://x.example/a.png"});
    let me = world.send(&maya, "PATCH /v1/me", body).await.json();
    assert_eq!((&me["username"], &me["display_name"]), (&json!("Maya2"), &json!("Maya")));
    let me = world.send(&maya, "PATCH /v1/me", json!({"display_name": null})).await.json();
    assert_eq!(me["display_name"], Value::Null);
    let bad = world.send(&maya, "PATCH /v1/me", json!({"avatar_url": "javascript:x"})).await;
    assert_eq!(bad.problem(), "400 invalid_field avatar_url");
    let gone = world.send(&maya, "DELETE /v1/me", json!({"password": PASSWORD})).await;
    assert_eq!(gone.status, 204);
    assert_eq!(world.send(&maya, "GET /v1/me", Value::Null).await.status, 401);
    assert_eq!(world.sign_in("maya2").await["user"]["deleted_at"], Value::Null);
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    world.sign_in("maya").await;
    let list = world.send(&maya, "GET /v1/me/sessions", Value::Null).await.json();
    let sessions = list["sessions"].as_array().cloned().unwrap_or_default();
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|session| session["is_current"] == false);
    let id = other.map(|session| session["id"].clone()).unwrap_or_default();
    let end = format!("DELETE /v1/me/sessions/{}", id.as_str().unwrap_or_default());
    assert_eq!(world.send(&maya, &end, Value::Null).await.status, 204);
    world.sign_in("maya").await;
    assert_eq!(world.send(&maya, "DELETE /v1/me/sessions", Value::Null).await.status, 204);
    let list = world.send(&maya, "GET /v1/me/sessions", Value::Null).await.json();
    assert_eq!(list["sessions"].as_array().map(Vec::len), Some(1));
    let wrong = world.send(&maya, "DELETE /v1/me/sessions/x", Value::Null).await;
    assert_eq!(wrong.problem(), "404 not_found -");
}

#[tokio::test]
async fn an_export_is_a_zip_that_no_cache_keeps() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let answer = world.send(&maya, "POST /v1/me/export", Value::Null).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.bytes.starts_with(b"PK\x03\x04"));
    let end = answer.bytes.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
    assert!(end.is_some(), "it has its end");
}

#[tokio::test]
async fn the_own_audit_trail_comes_in_pages() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    for _ in 0..4 {
        world.sign_in("maya").await;
    }
    let first = world.send(&maya, "GET /v1/me/audit?limit=4", Value::Null).await.json();
    assert_eq!(first["events"].as_array().map(Vec::len), Some(4));
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let next = format!("GET /v1/me/audit?limit=4&cursor={cursor}");
    let second = world.send(&maya, &next, Value::Null).await.json();
    assert_eq!(second["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(second["next_cursor"], Value::Null);
    assert_eq!(second["events"][1]["action"], "user.registered");
    let wrong = world.send(&maya, "GET /v1/me/audit?cursor=x", Value::Null).await;
    assert_eq!(wrong.problem(), "400 invalid_cursor cursor");
}
