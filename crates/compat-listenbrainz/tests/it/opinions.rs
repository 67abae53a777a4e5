//! Love, hate and pins.

use accounts::{Scope, Visibility};
use serde_json::{Value, json};

use crate::world::{NOW_S, World};

const MBID: &str = "e7ebbb99-7346-4323-9541-dffae9e1003b";
const UNKNOWN: &str = "b83fd3c3-449c-49be-a874-31d7cf26d946";

async fn world_with_a_listen() -> (World, String, String) {
    let world = World::new().await;
    let token = world.person("maya").await;
    let listen = json!({"listened_at": NOW_S - 9, "track_metadata": {"artist_name": "The Lanterns", "track_name": "Come Home"}});
    let body = json!({"listen_type": "single", "payload": [listen]});
    world.post(&token, "/1/submit-listens", &body).await;
    let shown = world.get("/1/user/maya/listens").await.json();
    let msid = shown["payload"]["listens"][0]["recording_msid"].as_str().unwrap().to_owned();
    (world, token, msid)
}

#[tokio::test]
async fn an_opinion_is_kept_changed_and_withdrawn() {
    let (world, token, msid) = world_with_a_listen().await;
    let give = "/1/feedback/recording-feedback";
    for body in
        [json!({"recording_msid": msid, "score": 1}), json!({"recording_mbid": MBID, "score": -1})]
    {
        assert_eq!(world.post(&token, give, &body).await.text(), r#"{"status":"ok"}"#);
    }
    let path = "/1/feedback/user/maya/get-feedback";
    let all = world.get(&format!("{path}?metadata=true")).await.json();
    assert_eq!(
        (&all["count"], &all["total_count"], &all["offset"]),
        (&json!(2), &json!(2), &json!(0))
    );
    let loved = world.get(&format!("{path}?score=1&metadata=true")).await.json();
    let only = &loved["feedback"][0];
    assert_eq!((&only["recording_msid"], &only["score"]), (&json!(msid), &json!(1)));
    assert_eq!((&only["user_id"], &only["created"]), (&json!("maya"), &json!(NOW_S)));
    assert_eq!(only["track_metadata"]["artist_name"], "The Lanterns");
    world.post(&token, give, &json!({"recording_msid": msid, "score": 0})).await;
    assert_eq!(world.get(&format!("{path}?score=1")).await.json()["total_count"], 0);
    let asked = "/1/feedback/user/maya/get-feedback-for-recordings";
    let scores = |answer: Value| -> Vec<i64> {
        let feedback = answer["feedback"].as_array().unwrap().clone();
        feedback.iter().map(|it| it["score"].as_i64().unwrap()).collect()
    };
    let query = format!("{asked}?recordings={UNKNOWN}&recording_mbids={MBID}");
    assert_eq!(scores(world.get(&query).await.json()), [0, -1]);
    let body = json!({"recording_mbids": [MBID], "recording_msids": [msid]});
    assert_eq!(scores(world.post("", asked, &body).await.json()), [0, -1]);
    let on = world.get(&format!("/1/feedback/recording/{MBID}/get-feedback-mbid")).await.json();
    assert_eq!((&on["feedback"][0]["user_id"], &on["total_count"]), (&json!("maya"), &json!(1)));
    let on = world.get(&format!("/1/feedback/recording/{msid}/get-feedback")).await.json();
    assert_eq!(on["total_count"], 0);
}

#[tokio::test]
async fn opinions_that_cannot_be_are_refused_in_their_words() {
    let (world, token, msid) = world_with_a_listen().await;
    let needed = "400 JSON document must contain either recording_msid or recording_mbid, and score top level keys";
    let cases = [
        (json!({"score": 1}), needed),
        (json!({"recording_msid": msid}), needed),
        (json!({"recording_msid": null, "score": 1}), needed),
        (
            json!({"recording_msid": msid, "score": 1, "x": 1}),
            "400 JSON document may only contain recording_msid, recording_mbid and score top level keys",
        ),
        (
            json!({"recording_mbid": "x", "score": 1}),
            "400 Invalid JSON document submitted: recording_mbid must be a valid UUID.",
        ),
        (
            json!({"recording_mbid": MBID, "score": 2}),
            "400 Invalid JSON document submitted: Score can have a value of 1, 0 or -1.",
        ),
    ];
    for (body, expected) in cases {
        let answer = world.post(&token, "/1/feedback/recording-feedback", &body).await;
        assert_eq!(answer.error(), expected);
    }
    let paths = [
        ("/1/feedback/user/maya/get-feedback?score=x", "400 Invalid score argument: x"),
        ("/1/feedback/user/maya/get-feedback?score=3", "400 Score can have a value of 1 or -1."),
        (
            "/1/feedback/user/maya/get-feedback?count=-3",
            "400 'count' should be a non-negative integer",
        ),
        (
            "/1/feedback/user/maya/get-feedback?metadata=x",
            "400 Invalid metadata argument: x. Must be 'true' or 'false'",
        ),
        (
            "/1/feedback/user/maya/get-feedback-for-recordings",
            "400 No valid recording msid or recording mbid found.",
        ),
        ("/1/feedback/recording/x/get-feedback", "400 x msid format invalid."),
        ("/1/feedback/recording/x/get-feedback-mbid", "400 x mbid format invalid."),
    ];
    for (path, expected) in paths {
        assert_eq!(world.get(path).await.error(), expected);
    }
}

#[tokio::test]
async fn a_new_pin_ends_the_old_one_and_each_has_a_number() {
    let (world, token, msid) = world_with_a_listen().await;
    let first = world
        .post(&token, "/1/pin", &json!({"recording_msid": msid, "blurb_content": "Listen!"}))
        .await;
    let first = first.json()["pinned_recording"].clone();
    assert_eq!(
        (&first["created"], &first["pinned_until"]),
        (&json!(NOW_S), &json!(NOW_S + 7 * 86_400))
    );
    assert_eq!(first["track_metadata"]["track_name"], "Come Home");
    world.time.advance_ms(1000);
    let second = world
        .post(&token, "/1/pin", &json!({"recording_mbid": MBID, "pinned_until": NOW_S + 500}))
        .await;
    let second = second.json()["pinned_recording"]["row_id"].as_i64().unwrap();
    let all = world.get("/1/maya/pins").await.json();
    assert_eq!(
        (&all["total_count"], &all["count"], &all["user_name"]),
        (&json!(2), &json!(2), &json!("maya"))
    );
    assert_eq!(all["pinned_recordings"][1]["pinned_until"], NOW_S + 1);
    let path = format!("/1/pin/update/{second}");
    assert_eq!(world.post(&token, &path, &json!({"blurb_content": "New"})).await.status, 200);
    let current = world.get("/1/maya/pins/current").await.json();
    assert_eq!(current["pinned_recording"]["blurb_content"], "New");
    assert_eq!(world.post(&token, "/1/pin/unpin", &json!({})).await.text(), r#"{"status":"ok"}"#);
    assert_eq!(world.get("/1/maya/pins/current").await.json()["pinned_recording"], Value::Null);
    let nothing = world.post(&token, "/1/pin/unpin", &json!({})).await;
    assert_eq!(nothing.error(), "404 Cannot find an active pin to unpin.");
    let shown = world.get(&format!("/1/pin/{second}")).await.json();
    assert_eq!(
        (&shown["pinned_recording"]["row_id"], &shown["user_name"]),
        (&json!(second), &json!("maya"))
    );
    let hidden = world
        .person_with("sam", Visibility::Private, &[Scope::ListensRead, Scope::ListensWrite])
        .await;
    let pinned = world.post(&hidden, "/1/pin", &json!({"recording_mbid": MBID})).await.json();
    let path = format!("/1/pin/{}", pinned["pinned_recording"]["row_id"]);
    assert_eq!(world.send(&hidden, &format!("GET {path}"), "").await.status, 200);
    assert!(world.get(&path).await.error().starts_with("404 Cannot find pin"));
    let path = format!("/1/pin/delete/{second}");
    assert_eq!(world.post(&token, &path, &json!({})).await.status, 200);
    let gone = world.post(&token, &path, &json!({})).await.error();
    assert_eq!(gone, format!("404 Cannot find pin with row_id '{second}'"));
    assert_eq!(world.get("/1/maya/pins/following").await.json()["count"], 0);
}

#[tokio::test]
async fn pins_that_cannot_be_are_refused() {
    let (world, token, msid) = world_with_a_listen().await;
    let cases = [
        (json!({}), "400 JSON document must contain either recording_msid or recording_mbid"),
        (
            json!({"recording_msid": "x"}),
            "400 Invalid JSON document submitted: recording_msid must be a valid UUID.",
        ),
        (
            json!({"recording_msid": msid, "blurb_content": "x".repeat(281)}),
            "400 Invalid JSON document submitted: Blurb has at most 280 characters.",
        ),
        (
            json!({"recording_msid": msid, "pinned_until": 5}),
            "400 Invalid JSON document submitted: Pinned until must be a time that is still to come.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(world.post(&token, "/1/pin", &body).await.error(), expected);
    }
    assert_eq!(
        world.get("/1/maya/pins?offset=x").await.error(),
        "400 'offset' should be a non-negative integer"
    );
    let answer = world.post(&token, "/1/pin/update/x", &json!({"blurb_content": ""})).await;
    assert_eq!(answer.error(), "404 Cannot find pin with row_id 'x'");
}
