//! Reading and deleting listens.

use accounts::{Scope, Visibility};
use serde_json::{Value, json};

use crate::world::{NOW_S, World};

async fn submit(world: &World, token: &str, seconds: &[i64]) {
    let listen = |at: &i64| json!({"listened_at": at, "track_metadata": {"artist_name": "The Lanterns", "track_name": format!("Song {at}")}});
    let payload: Vec<Value> = seconds.iter().map(listen).collect();
    let body = json!({"listen_type": "import", "payload": payload});
    let answer = world.post(token, "/1/submit-listens", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn times(world: &World, path: &str) -> Vec<i64> {
    let answer = world.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let payload = &answer.json()["payload"];
    let listens = payload["listens"].as_array().unwrap();
    assert_eq!(payload["count"], listens.len());
    listens.iter().map(|listen| listen["listened_at"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_page_lies_between_bounds_that_are_outside_of_it() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let at = |n: i64| NOW_S - 10_000 + n * 1000;
    submit(&world, &token, &(1..=5).map(at).collect::<Vec<_>>()).await;
    let path = "/1/user/maya/listens";
    assert_eq!(times(&world, path).await, [5, 4, 3, 2, 1].map(at));
    assert_eq!(times(&world, &format!("{path}?max_ts={}", at(3))).await, [2, 1].map(at));
    assert_eq!(times(&world, &format!("{path}?min_ts={}", at(3))).await, [5, 4].map(at));
    // The oldest behind the bound, and still the newest first.
    assert_eq!(times(&world, &format!("{path}?min_ts={}&count=2", at(1))).await, [3, 2].map(at));
    let both = format!("{path}?min_ts={}&max_ts={}", at(1), at(5));
    assert_eq!(times(&world, &both).await, [4, 3, 2].map(at));
    assert_eq!(times(&world, &format!("{path}?count=0")).await, [0; 0]);
    assert_eq!(times(&world, &format!("{path}?count=99999")).await.len(), 5);
    let payload = world.get(path).await.json()["payload"].clone();
    assert_eq!(payload["latest_listen_ts"], at(5));
    assert_eq!(payload["oldest_listen_ts"], at(1));
    assert_eq!(payload["user_id"], "maya");
}

#[tokio::test]
async fn parameters_that_cannot_be_are_refused_in_their_words() {
    let world = World::new().await;
    world.person("maya").await;
    let cases = [
        ("maya", "count=-1", "400 Number of items requested should be positive"),
        ("maya", "count=x", "400 Invalid count argument: x"),
        ("maya", "max_ts=x", "400 Incorrect max_ts timestamp argument: x"),
        ("maya", "min_ts=", "400 Incorrect min_ts timestamp argument: "),
        ("maya", "max_ts=5&min_ts=5", "400 max_ts should be greater than min_ts"),
        ("nobody%20at%20all", "", "404 Cannot find user: nobody at all"),
    ];
    for (user, query, expected) in cases {
        let answer = world.get(&format!("/1/user/{user}/listens?{query}")).await;
        assert_eq!(answer.error(), expected);
    }
    let empty = world.get("/1/user/maya/listens").await.json()["payload"].clone();
    assert_eq!((&empty["latest_listen_ts"], &empty["oldest_listen_ts"]), (&json!(0), &json!(0)));
    for path in ["listen-count", "playing-now", "similar-users"] {
        let answer = world.get(&format!("/1/user/x/{path}")).await;
        assert_eq!(answer.error(), "404 Cannot find user: x");
    }
}

#[tokio::test]
async fn a_hidden_history_is_seen_by_its_owner_only() {
    let world = World::new().await;
    let both = [Scope::ListensRead, Scope::ListensWrite];
    let maya = world.person_with("maya", Visibility::Private, &both).await;
    let blind = world.person_with("blind", Visibility::Private, &[Scope::ListensWrite]).await;
    let sam = world.person("sam").await;
    let path = "GET /1/user/maya/listens";
    assert_eq!(world.send(&maya, path, "").await.status, 200);
    for token in [&sam, "", "gf_app_nonsense"] {
        assert_eq!(world.send(token, path, "").await.error(), "404 Cannot find user: maya");
    }
    let answer = world.send(&blind, "GET /1/user/blind/listens", "").await;
    assert_eq!(answer.error(), "401 Insufficient scope.");
}

#[tokio::test]
async fn a_listen_is_deleted_by_its_second_and_msid() {
    let world = World::new().await;
    let token = world.person("maya").await;
    submit(&world, &token, &[NOW_S - 60, NOW_S - 50]).await;
    let shown = world.get("/1/user/maya/listens").await.json();
    let msid = shown["payload"]["listens"][0]["recording_msid"].clone();
    let delete = json!({"listened_at": NOW_S - 50, "recording_msid": msid});
    for _ in 0..2 {
        let answer = world.post(&token, "/1/delete-listen", &delete).await;
        assert_eq!(answer.text(), r#"{"status":"ok"}"#);
    }
    assert_eq!(times(&world, "/1/user/maya/listens").await, [NOW_S - 60]);
    assert_eq!(world.get("/1/user/maya/listen-count").await.json()["payload"]["count"], 1);
    let cases = [
        (json!({}), "400 Listen timestamp missing."),
        (json!({"listened_at": "x"}), "400 x: Listen timestamp invalid."),
        (json!({"listened_at": 1}), "400 Recording MSID missing."),
        (
            json!({"listened_at": 1, "recording_msid": null}),
            "400 null: Recording MSID format invalid.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(world.post(&token, "/1/delete-listen", &body).await.error(), expected);
    }
}

#[tokio::test]
async fn what_plays_is_cleared_by_its_program() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let path = "POST /1/playing-now/delete";
    let cleared = |answer: crate::world::Answer| answer.json()["message"].clone();
    // With nothing playing the body does not matter.
    assert_eq!(cleared(world.send(&token, path, "{").await), "Playing now was already cleared");
    let playing = json!({"listen_type": "playing_now", "payload": [{"track_metadata": {
        "artist_name": "a", "track_name": "b", "additional_info": {"submission_client": "mopidy"}}}]});
    world.post(&token, "/1/submit-listens", &playing).await;
    let cases = [
        ("{", "400 Cannot parse JSON document: EOF while parsing an object at line 1 column 1"),
        (
            "[]",
            "400 Invalid JSON document submitted. Top level of JSON document should be a json object.",
        ),
        (r#"{"client": 3}"#, "400 The 'client' field must be a string."),
        (r#"{"client": "other"}"#, "404 No playing now listen found for the specified client."),
    ];
    for (body, expected) in cases {
        assert_eq!(world.send(&token, path, body).await.error(), expected);
    }
    let done = world.send(&token, path, r#"{"client": "mopidy"}"#).await;
    assert_eq!(cleared(done), "Playing now cleared successfully");
    assert_eq!(world.get("/1/user/maya/playing-now").await.json()["payload"]["count"], 0);
}

#[tokio::test]
async fn the_mark_of_an_import_only_moves_forward() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let shown = |service: &str| format!("/1/latest-import?user_name=Maya&service={service}");
    assert_eq!(world.get(&shown("lastfm")).await.json()["latest_import"], 0);
    for (second, expected) in [(5000, 5000), (4000, 5000), (6000, 6000)] {
        let answer = world.post(&token, "/1/latest-import", &json!({"ts": second})).await;
        assert_eq!(answer.text(), r#"{"status":"ok"}"#);
        let mark = world.get(&shown("LastFM")).await.json();
        assert_eq!(
            (&mark["latest_import"], &mark["musicbrainz_id"]),
            (&json!(expected), &json!("maya"))
        );
    }
    assert_eq!(world.get(&shown("librefm")).await.json()["latest_import"], 0);
    assert_eq!(world.get(&shown("x")).await.error(), "404 Service does not exist: x");
    assert_eq!(world.get("/1/latest-import").await.error(), "404 Cannot find user: ");
    for body in [json!({"ts": "x"}), json!([]), json!({"ts": 1, "service": 3})] {
        let answer = world.post(&token, "/1/latest-import", &body).await;
        assert_eq!(answer.error(), "400 Invalid data sent");
    }
}
