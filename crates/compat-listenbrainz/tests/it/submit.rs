//! Submissions: every rule in its words, and what is kept.

use serde_json::{Value, json};

use crate::world::{NOW_S, World};

const PATH: &str = "/1/submit-listens";

fn listen(at: i64, metadata: Value) -> Value {
    json!({"listened_at": at, "track_metadata": metadata})
}

fn named(extra: Value) -> Value {
    let mut metadata = json!({"artist_name": "The Lanterns", "track_name": "Come Home"});
    for (key, value) in extra.as_object().unwrap() {
        metadata[key] = value.clone();
    }
    metadata
}

fn with(info: Value) -> Value {
    named(json!({"additional_info": info}))
}

fn single(metadata: Value) -> Value {
    json!({"listen_type": "single", "payload": [listen(NOW_S - 60, metadata)]})
}

#[tokio::test]
async fn a_request_is_checked_as_a_whole_in_their_order() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let good = listen(NOW_S - 60, named(json!({})));
    let many = vec![good.clone(); 1001];
    let large = json!({"listen_type": "single", "payload": [good], "x": "a".repeat(11_000)});
    let cases = [
        (
            "{nope".to_owned(),
            "400 Cannot parse JSON document: key must be a string at line 1 column 2",
        ),
        (
            "[1]".to_owned(),
            "400 Invalid JSON document submitted. Top level of JSON document should be a json object.",
        ),
        (json!({"listen_type": "single"}).to_string(), "400 Invalid JSON document submitted."),
        (
            json!({"payload": {}}).to_string(),
            "400 The payload in the JSON document should be a list of listens.",
        ),
        (json!({"payload": []}).to_string(), "400 JSON document does not contain any listens"),
        (
            json!({"payload": many}).to_string(),
            "400 Too many listens. You may not submit more than 1000 listens at once.",
        ),
        (
            large.to_string(),
            "400 JSON document is too large. Each listens may not be larger than 10240 bytes.",
        ),
        (json!({"payload": [good]}).to_string(), "400 Invalid JSON document submitted."),
        (
            json!({"payload": [good], "listen_type": "x"}).to_string(),
            "400 JSON document requires a valid listen_type key.",
        ),
        (
            json!({"payload": [good], "listen_type": null}).to_string(),
            "400 JSON document requires a valid listen_type key.",
        ),
        (
            json!({"payload": [good, good], "listen_type": "single"}).to_string(),
            "400 JSON document contains more than listen for a single/playing_now. It should contain only one.",
        ),
    ];
    for (body, expected) in cases {
        let answer = world.send(&token, &format!("POST {PATH}"), body).await;
        assert_eq!(answer.error(), expected);
    }
    let answer = world.send(&token, &format!("POST {PATH}"), vec![b' '; 10_240_001]).await;
    assert_eq!(answer.error(), "400 Payload too large. Payload cannot exceed 10240000 bytes");
    assert_eq!(world.get("/1/user/maya/listen-count").await.json()["payload"]["count"], 0);
}

#[tokio::test]
async fn a_listen_is_checked_rule_by_rule() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let at = |at: Value| json!({"listen_type": "single", "payload": [{"listened_at": at, "track_metadata": named(json!({}))}]});
    let payload = |listen: Value| json!({"listen_type": "import", "payload": [listen]});
    let mbid = "2cfad207-3f55-4aec-8120-86cf66e34d59";
    let cases = [
        (payload(Value::Null), "Listen is empty and cannot be validated."),
        (payload(json!(3)), "JSON document must contain the key listened_at at the top level."),
        (
            payload(json!({"track_metadata": {}})),
            "JSON document must contain the key listened_at at the top level.",
        ),
        (at(json!("soon")), "JSON document must contain an int value for listened_at."),
        (at(json!(null)), "JSON document must contain an int value for listened_at."),
        (at(json!(NOW_S + 3600)), "Value for key listened_at is too high."),
        (at(json!(1e300)), "Value for key listened_at is too high."),
        (
            at(json!(1_033_430_399)),
            "Value for key listened_at is too low. listened_at timestamp should be greater than 1033410600 (2002-10-01 00:00:00 UTC).",
        ),
        (
            payload(json!({"listened_at": NOW_S})),
            "JSON document must contain the key track_metadata at the top level.",
        ),
        (
            payload(json!({"listened_at": NOW_S, "track_metadata": named(json!({})), "x": 1})),
            "JSON document may only contain listened_at and track_metadata top level keys",
        ),
        (single(Value::Null), "JSON document may not have track_metadata with null value."),
        (
            single(json!({"artist_name": "a"})),
            "JSON document does not contain required field track_metadata.track_name.",
        ),
        (
            single(json!({"track_name": "a"})),
            "JSON document does not contain required field track_metadata.artist_name.",
        ),
        (
            single(named(json!({"artist_name": 3}))),
            "track_metadata.artist_name must be a single string.",
        ),
        (
            single(named(json!({"release_name": ["x"]}))),
            "track_metadata.release_name must be a single string.",
        ),
        (single(named(json!({"track_name": " \t"}))), "field track_metadata.track_name is empty."),
        (single(with(json!("x"))), "track_metadata.additional_info must be an object."),
        (
            single(with(json!({"tags": vec!["x"; 51]}))),
            "JSON document may not contain more than 50 items in track_metadata.additional_info.tags.",
        ),
        (
            single(with(json!({"tags": ["x".repeat(65)]}))),
            "JSON document may not contain track_metadata.additional_info.tags longer than 64 characters.",
        ),
        (
            single(with(json!({"duration": 1, "duration_ms": 1}))),
            "JSON document should not contain both duration and duration_ms.",
        ),
        (
            single(with(json!({"duration": null}))),
            "Value for duration is invalid, should be a positive integer.",
        ),
        (
            single(with(json!({"duration_ms": "long"}))),
            "Value for duration_ms is invalid, should be a positive integer.",
        ),
        (
            single(with(json!({"duration_ms": -1}))),
            "Value for duration_ms is invalid, should be a positive integer.",
        ),
        (
            single(with(json!({"duration": 2_073_601}))),
            "Value for duration is too large, max permitted value is 2073600",
        ),
        (
            single(with(json!({"duration_ms": 2_073_600_001_i64}))),
            "Value for duration_ms is too large, max permitted value is 2073600000",
        ),
        (single(with(json!({"track_mbid": "x"}))), "track_mbid MBID format invalid."),
        (single(with(json!({"artist_mbids": mbid}))), "artist_mbids MBID format invalid."),
        (single(with(json!({"work_mbids": [mbid, 3]}))), "work_mbids MBID format invalid."),
        (single(with(json!({"a": [{"b": "x\0y"}]}))), "x\0y contains a unicode null"),
    ];
    for (body, expected) in cases {
        let answer = world.post(&token, PATH, &body).await;
        assert_eq!(answer.error(), format!("400 {expected}"), "{body}");
    }
}

#[tokio::test]
async fn what_plays_now_has_rules_of_its_own() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let now = |listen: Value| json!({"listen_type": "playing_now", "payload": [listen]});
    let good =
        json!({"track_metadata": with(json!({"submission_client": "mopidy", "duration": 100}))});
    let cases = [
        (
            json!({"listened_at": 1}),
            "JSON document must not contain listened_at while submitting playing_now.",
        ),
        (
            json!({"x": 1, "track_metadata": {}}),
            "JSON document may only contain track_metadata as top level key when submitting playing_now.",
        ),
        (json!({}), "JSON document must contain the key track_metadata at the top level."),
    ];
    for (listen, expected) in cases {
        assert_eq!(world.post(&token, PATH, &now(listen)).await.error(), format!("400 {expected}"));
    }
    let answer = world.post(&token, "/1/submit-listens?return_msid=true", &now(good.clone())).await;
    assert_eq!(answer.json()["status"], "ok");
    assert_eq!(answer.json()["recording_msid"].as_str().unwrap().len(), 36);
    let shown = world.get("/1/user/maya/playing-now").await.json();
    assert_eq!(shown["payload"]["listens"][0]["track_metadata"]["track_name"], "Come Home");
    assert_eq!(shown["payload"]["listens"][0]["playing_now"], true);
    world.time.advance_ms(60_000);
    // The same again does not extend it.
    world.post(&token, PATH, &now(good)).await;
    world.time.advance_ms(41_000);
    assert_eq!(world.get("/1/user/maya/playing-now").await.json()["payload"]["count"], 0);
}

#[tokio::test]
async fn the_first_bad_listen_refuses_all_and_is_told_again() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let bad = listen(NOW_S - 5, json!({"artist_name": "x", "track_name": 7}));
    let body =
        json!({"listen_type": "import", "payload": [listen(NOW_S - 9, named(json!({}))), bad]});
    let answer = world.post(&token, PATH, &body).await;
    assert_eq!(answer.status, 400);
    let told = answer.json();
    assert_eq!(
        (&told["listened_at"], &told["track_metadata"]["track_name"]),
        (&json!(NOW_S - 5), &json!(7))
    );
    assert_eq!(world.get("/1/user/maya/listen-count").await.json()["payload"]["count"], 0);
}

#[tokio::test]
async fn what_was_sent_comes_back_cleaned_and_flat() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let info = json!({
        "submission_client": "listenbrainz-mpd",
        "submission_client_version": "2.6.0",
        "tracknumber": "3",
        "duration_ms": "222000.7",
        "release_mbid": "",
        "artist_mbids": [null, "", "ac4f356f-23e5-40ab-990e-da7e34b65d6e"],
        "work_mbids": [],
        "nested": {"info": "x", "deeper": {"still": [1, {"a": 2}]}},
        "spotify_album_artist_ids": [],
    });
    let metadata = json!({
        "artist_name": "  The Lanterns ",
        "track_name": "Come Home\n",
        "release_name": "  ",
        "additional_info": info,
    });
    let body =
        json!({"listen_type": "import", "payload": [listen(NOW_S - 60, metadata)], "more": 1});
    let answer = world.post(&token, PATH, &body).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, r#"{"status":"ok"}"#));
    let shown = world.get("/1/user/MAYA/listens").await.json();
    let shown = &shown["payload"]["listens"][0];
    assert_eq!(shown["listened_at"], NOW_S - 60);
    assert_eq!(shown["inserted_at"], NOW_S);
    assert_eq!(shown["user_name"], "maya");
    let mut track = shown["track_metadata"].clone();
    assert_eq!(track["additional_info"]["recording_msid"], shown["recording_msid"]);
    track["additional_info"].as_object_mut().unwrap().remove("recording_msid");
    let expected = json!({
        "artist_name": "The Lanterns",
        "track_name": "Come Home",
        "additional_info": {
            "submission_client": "listenbrainz-mpd",
            "submission_client_version": "2.6.0",
            "tracknumber": "3",
            "duration_ms": 222_000,
            "artist_mbids": ["ac4f356f-23e5-40ab-990e-da7e34b65d6e"],
            "nested.info": "x",
            "nested.deeper.still": [1, {"a": 2}],
            "spotify_album_artist_ids": [],
        },
    });
    assert_eq!(track, expected);
}

#[tokio::test]
async fn the_same_listen_again_is_kept_once_and_another_track_of_the_second_too() {
    let world = World::new().await;
    let (maya, sam) = (world.person("maya").await, world.person("sam").await);
    let twice = listen(NOW_S - 60, named(json!({})));
    let other = listen(NOW_S - 60, named(json!({"track_name": "Harbour"})));
    let body = json!({"listen_type": "import", "payload": [twice, twice, other]});
    for _ in 0..2 {
        assert_eq!(world.post(&maya, PATH, &body).await.status, 200);
    }
    world.post(&sam, PATH, &body).await;
    for name in ["maya", "sam"] {
        let count = world.get(&format!("/1/user/{name}/listen-count")).await.json();
        assert_eq!(count["payload"]["count"], 2, "{name}");
    }
}

#[tokio::test]
async fn times_may_be_texts_and_fractions() {
    let world = World::new().await;
    let token = world.person("maya").await;
    for (number, at) in [json!("1486449409"), json!(1_486_449_999.7)].into_iter().enumerate() {
        let name = format!("Track {number}");
        let listen =
            json!({"listened_at": at, "track_metadata": named(json!({"track_name": name}))});
        let body = json!({"listen_type": "single", "payload": [listen]});
        assert_eq!(world.post(&token, PATH, &body).await.status, 200);
    }
    let shown = world.get("/1/user/maya/listens").await.json();
    let times: Vec<&Value> = shown["payload"]["listens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["listened_at"])
        .collect();
    assert_eq!(times, [1_486_449_999, 1_486_449_409]);
}
