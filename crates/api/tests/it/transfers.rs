//! Histories that are sent and fetched, and servers that plays are forwarded to, as clients see them.

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

use crate::accounts::world::{Sender, World};
use crate::server::Answer;

/// Sends a file.
async fn upload(world: &World, sender: &Sender, query: &str, bytes: impl Into<Body>) -> Answer {
    let mut request = Request::post(format!("/v1/listens/imports{query}"));
    for (name, value) in &sender.headers {
        request = request.header(name, value);
    }
    world.raw(request.body(bytes.into()).expect("a request")).await
}

const LISTEN: &str = r#"{"listened_at": 1700000000, "track_metadata": {"artist_name": "Otter", "track_name": "Reed"}}"#;

#[tokio::test]
async fn a_file_waits_for_its_import_and_belongs_to_its_person() {
    let world = World::new().await;
    let (maya, otto) = (world.person("maya").await, world.person("otto").await);
    let kept = upload(&world, &maya, "?file_name=my%20history.jsonl", LISTEN).await;
    assert_eq!(kept.status, 202, "{}", kept.text());
    let import = kept.json();
    let seen = (&import["format"], &import["file_name"], &import["status"]);
    assert_eq!(seen, (&json!("listenbrainz"), &json!("my history.jsonl"), &json!("waiting")));
    let path = format!("/v1/listens/imports/{}", import["id"].as_str().unwrap_or_default());
    assert_eq!(world.send(&maya, &format!("GET {path}"), Value::Null).await.json(), import);
    let list = world.send(&maya, "GET /v1/listens/imports", Value::Null).await.json();
    assert_eq!(list["imports"], json!([import]));
    for call in [format!("GET {path}"), format!("DELETE {path}")] {
        assert_eq!(world.send(&otto, &call, Value::Null).await.status, 404);
    }
    assert_eq!(world.send(&maya, &format!("DELETE {path}"), Value::Null).await.status, 204);
    let ended = world.send(&maya, &format!("GET {path}"), Value::Null).await.json();
    assert_eq!(ended["status"], "cancelled");
    let account = json!({"account_name": "maya_elsewhere"});
    let fetched = world.send(&maya, "POST /v1/listens/imports/lastfm", account).await;
    assert_eq!((fetched.status.as_u16(), &fetched.json()["format"]), (202, &json!("lastfm")));
}

#[tokio::test]
async fn files_that_cannot_be_imported_are_refused_at_once() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let large = "x".repeat(100_001);
    for (query, bytes, problem) in [
        ("", "hello", "400 invalid_field file"),
        ("", "", "400 invalid_field file"),
        ("", &large, "413 payload_too_large -"),
        ("?format=tape", LISTEN, "400 invalid_parameter format"),
        ("?time_zone=Moon", LISTEN, "400 invalid_parameter time_zone"),
        ("?zone=UTC", LISTEN, "400 unknown_parameter zone"),
    ] {
        let answer = upload(&world, &maya, query, bytes.to_owned()).await;
        assert_eq!(answer.problem(), problem, "{query}");
    }
    let list = world.send(&maya, "GET /v1/listens/imports", Value::Null).await.json();
    assert_eq!(list["imports"], json!([]));
    for at in 0..10 {
        let text = LISTEN.replace("Reed", &format!("Reed {at}"));
        assert_eq!(upload(&world, &maya, "", text).await.status, 202);
    }
    assert_eq!(upload(&world, &maya, "", LISTEN).await.problem(), "409 too_many -");
}

#[tokio::test]
async fn a_history_is_fetched_in_the_form_that_is_asked_for() {
    let world = World::new().await;
    let maya = world.person("maya").await;
    let play = json!({
        "words": {"artist_name": "Otter", "recording_name": "Reed"},
        "listened_at": "2026-11-20T23:50:00Z",
    });
    world.send(&maya, "POST /v1/listens", json!({"listens": [play]})).await;
    let fetch = async |query: &str| {
        world.send(&maya, &format!("GET /v1/listens/export{query}"), Value::Null).await
    };
    let table = fetch("?format=csv").await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let text = table.text();
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows.len() == 2 && rows[1].starts_with("2026-11-20T23:50:00Z,start,Otter,Reed,"));
    for query in ["", "?format=parquet"] {
        let archive = fetch(query).await;
        assert_eq!(archive.headers["content-disposition"], "attachment; filename=\"listens.zip\"");
        assert!(archive.bytes.starts_with(b"PK"));
    }
    assert_eq!(fetch("?format=tape").await.problem(), "400 invalid_parameter format");
}

#[tokio::test]
async fn a_relay_is_added_looked_at_switched_and_removed() {
    let world = World::new().await;
    let (maya, otto) = (world.person("maya").await, world.person("otto").await);
    let new = json!({
        "protocol": "listenbrainz", "base_url": "https://brainz.example",
        "credential": {"token": "very secret"},
    });
    let made = world.send(&maya, "POST /v1/listens/relays", new.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert!(!made.text().contains("very secret"));
    let relay = made.json();
    assert_eq!((&relay["state"], &relay["waiting"]), (&json!("ok"), &json!(0)));
    // Adding it switches forwarding on.
    let settings = world.send(&maya, "GET /v1/me/settings", Value::Null).await.json();
    assert_eq!(settings["scrobble_enabled"], true);
    let play = json!({
        "words": {"artist_name": "Otter", "recording_name": "Reed"},
        "listened_at": "2036-11-20T23:50:00Z",
    });
    world.send(&maya, "POST /v1/listens", json!({"listens": [play]})).await;
    let list = world.send(&maya, "GET /v1/listens/relays", Value::Null).await.json();
    assert_eq!(list["relays"][0]["waiting"], 1, "{list}");
    let path = format!("/v1/listens/relays/{}", relay["id"].as_str().unwrap_or_default());
    let change = json!({"is_enabled": false, "credential": {"token": "another"}});
    assert_eq!(world.send(&otto, &format!("PATCH {path}"), change.clone()).await.status, 404);
    let changed = world.send(&maya, &format!("PATCH {path}"), change).await.json();
    assert_eq!((&changed["is_enabled"], &changed["waiting"]), (&json!(false), &json!(1)));
    for call in ["POST /v1/listens/relays".to_owned(), format!("PATCH {path}")] {
        let mut wrong = json!({"credential": {"password": "x"}});
        if call.starts_with("POST") {
            wrong["protocol"] = "listenbrainz".into();
            wrong["base_url"] = "https://brainz.example".into();
        }
        let answer = world.send(&maya, &call, wrong).await;
        assert_eq!(answer.problem(), "400 invalid_field token", "{call}");
    }
    for (field, value) in [
        ("protocol", json!("gopher")),
        ("base_url", json!("http://127.0.0.1:9")),
        ("begins_at", json!("soon")),
        ("credential", json!({})),
    ] {
        let mut wrong = new.clone();
        wrong[field] = value;
        let answer = world.send(&maya, "POST /v1/listens/relays", wrong).await;
        assert_eq!(answer.problem(), format!("400 invalid_field {field}"));
    }
    let token = json!({"name": "x", "scopes": ["listens:write"]});
    let token = world.send(&maya, "POST /v1/me/tokens", token).await.json();
    let program = Sender::bearer(token["token"].as_str().unwrap_or_default());
    let answer = world.send(&program, "POST /v1/listens/relays", new).await;
    assert_eq!(answer.problem(), "403 session_needed -");
    assert_eq!(world.send(&maya, &format!("DELETE {path}"), Value::Null).await.status, 204);
    assert_eq!(world.send(&maya, &format!("DELETE {path}"), Value::Null).await.status, 404);
}
