//! What administrators do, and what stops them.

use accounts::{Options, Registration};
use api::SurfaceOptions;
use serde_json::{Value, json};

use super::world::{PASSWORD, World, options};

#[tokio::test]
async fn users_are_made_listed_changed_and_deleted() {
    let world = World::new().await;
    let root = world.person("root").await;
    let body = json!({"username": "maya", "password": PASSWORD, "role": "user"});
    let made = world.send(&root, "POST /v1/users", body.clone()).await;
    assert_eq!(made.status, 201);
    let again = world.send(&root, "POST /v1/users", body).await;
    assert_eq!(again.problem(), "409 taken username");
    let list = world.send(&root, "GET /v1/users?limit=1", Value::Null).await.json();
    let cursor = list["next_cursor"].as_str().unwrap_or_default();
    let next = format!("GET /v1/users?limit=1&cursor={cursor}");
    let list = world.send(&root, &next, Value::Null).await.json();
    assert_eq!(list["users"][0]["username"], "maya");
    assert_eq!(list["next_cursor"], Value::Null);
    let id = list["users"][0]["id"].as_str().unwrap_or_default();
    let patch = format!("PATCH /v1/users/{id}");
    let user = world.send(&root, &patch, json!({"is_active": false})).await.json();
    assert_eq!(user["is_active"], false);
    let login = json!({"name": "maya", "password": PASSWORD});
    let refused = world.post("/v1/auth/login", login).await;
    assert_eq!(refused.problem(), "403 account_disabled -");
    let wrong = world.send(&root, &patch, json!({"role": "king"})).await;
    assert_eq!(wrong.problem(), "400 invalid_field role");
    let deleted = world.send(&root, &format!("DELETE /v1/users/{id}"), Value::Null).await;
    assert_eq!(deleted.status, 204);
    let user = world.send(&root, &format!("GET /v1/users/{id}"), Value::Null).await.json();
    assert!(user["deleted_at"].is_string());
    let body = json!({"is_deleted": false, "is_active": true});
    assert_eq!(world.send(&root, &patch, body).await.json()["deleted_at"], Value::Null);
    world.sign_in("maya").await;
}

#[tokio::test]
async fn the_last_administrator_and_unknown_users_are_refused() {
    let world = World::new().await;
    let root = world.person("root").await;
    let maya = world.person("maya").await;
    let me = world.send(&root, "GET /v1/me", Value::Null).await.json();
    let patch = format!("PATCH /v1/users/{}", me["id"].as_str().unwrap_or_default());
    let answer = world.send(&root, &patch, json!({"role": "user"})).await;
    assert_eq!(answer.problem(), "409 last_admin -");
    let answer = world.send(&maya, &patch, json!({"role": "user"})).await;
    assert_eq!(answer.problem(), "403 admin_needed -");
    let nobody = "GET /v1/users/00000000-0000-0000-0000-000000000000";
    assert_eq!(world.send(&root, nobody, Value::Null).await.problem(), "404 not_found -");
    let events = world.send(&root, "GET /v1/audit", Value::Null).await.json();
    assert_eq!(events["events"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn registration_is_for_those_who_may() {
    let registration = Registration::Invitation;
    let world = World::with(Options { registration, ..options() }, SurfaceOptions::default()).await;
    let root = world.person("root").await;
    let account = json!({"username": "maya", "password": PASSWORD});
    let answer = world.post("/v1/auth/register", account.clone()).await;
    assert_eq!(answer.problem(), "403 invitation_needed -");
    let invited = world.send(&root, "POST /v1/invitations", json!({})).await;
    assert_eq!(invited.status, 201);
    let mut account = account;
    account["invitation"] = invited.json()["token"].clone();
    assert_eq!(world.post("/v1/auth/register", account.clone()).await.status, 201);
    account["username"] = json!("otto");
    let answer = world.post("/v1/auth/register", account).await;
    assert_eq!(answer.problem(), "400 link_ended -");
    let registration = Registration::Closed;
    let closed =
        World::with(Options { registration, ..options() }, SurfaceOptions::default()).await;
    let account = json!({"username": "maya", "password": PASSWORD});
    let answer = closed.post("/v1/auth/register", account).await;
    assert_eq!(answer.problem(), "403 registration_closed -");
}

#[tokio::test]
async fn guessing_is_slowed_and_says_for_how_long() {
    let world = World::new().await;
    world.register("maya").await;
    let guess = json!({"name": "maya", "password": "wrong one"});
    let mut last = world.post("/v1/auth/login", guess.clone()).await;
    for _ in 0..20 {
        last = world.post("/v1/auth/login", guess.clone()).await;
    }
    assert_eq!(last.problem(), "429 too_many_attempts -");
    assert_eq!(last.header("retry-after"), "1");
}
