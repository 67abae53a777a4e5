//! Which recording words mean, and what a person says about that.

use serde_json::{Value, json};

use crate::world::{NOW_S, World};

const CHOIR: &str = "The Lanternfish Choir";

#[tokio::test]
async fn words_are_looked_up_in_the_catalogue() {
    let world = World::with_shop().await;
    let token = world.person("maya").await;
    let path = "/1/metadata/lookup/?artist_name=the%20lanternfish%20choir";
    let call = format!("GET {path}&recording_name=ferry+bels&metadata=true");
    let found = world.send(&token, &call, "").await.json();
    assert_eq!(
        (&found["recording_name"], &found["artist_credit_name"]),
        (&json!("Ferry Bells"), &json!(CHOIR))
    );
    assert_eq!(found["recording_mbid"].as_str().unwrap().len(), 36);
    assert_eq!(found["artist_mbids"].as_array().unwrap().len(), 1);
    assert_eq!(found["metadata"]["release"]["name"], found["release_name"]);
    assert_eq!(found["metadata"]["artist"]["artists"][0]["artist_mbid"], found["artist_mbids"][0]);
    let nothing =
        world.send(&token, "GET /1/metadata/lookup?artist_name=x&recording_name=y", "").await;
    assert_eq!(nothing.text(), "{}");
    let asked = json!({"recordings": [
        {"artist_name": "x", "recording_name": "y", "release_name": "z"},
        {"artist_name": CHOIR, "recording_name": "Ferry Bells"},
    ]});
    let many = world.post(&token, "/1/metadata/lookup/", &asked).await.json();
    assert_eq!(
        many[0],
        json!({"index": 0, "artist_name_arg": "x", "recording_name_arg": "y", "release_name_arg": "z"})
    );
    assert_eq!(
        (&many[1]["index"], &many[1]["recording_mbid"]),
        (&json!(1), &found["recording_mbid"])
    );
}

#[tokio::test]
async fn look_ups_that_cannot_be_are_refused() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let get = |query: String| format!("GET /1/metadata/lookup/?{query}");
    let cases = [
        (get("recording_name=x".into()), "400 artist_name is invalid or not present in arguments"),
        (get("artist_name=x".into()), "400 recording_name is invalid or not present in arguments"),
        (
            get(format!("artist_name=x&recording_name={}", "y".repeat(250))),
            "400 At most 250 characters can be looked up.",
        ),
    ];
    for (call, expected) in cases {
        assert_eq!(world.send(&token, &call, "").await.error(), expected);
    }
    // Without a catalogue nothing is known.
    let empty = world.send(&token, &get("artist_name=x&recording_name=y".into()), "").await;
    assert_eq!(empty.text(), "{}");
    let many = json!({"recordings": vec![json!({"artist_name": "x", "recording_name": "y"}); 51]});
    let refused = world.post(&token, "/1/metadata/lookup", &many).await;
    assert_eq!(refused.error(), "400 At most 50 recordings can be looked up at once.");
    let anybody = world.get("/1/metadata/lookup?artist_name=x&recording_name=y").await;
    assert_eq!(anybody.error(), "401 You need to provide an Authorization header.");
}

#[tokio::test]
async fn a_person_says_which_recording_words_are() {
    let world = World::with_shop().await;
    let token = world.person("maya").await;
    let listen = json!({"listened_at": NOW_S - 60, "track_metadata": {"artist_name": "Somebody", "track_name": "Something"}});
    let body = json!({"listen_type": "single", "payload": [listen]});
    world.post(&token, "/1/submit-listens", &body).await;
    let shown = |answer: Value| answer["payload"]["listens"][0].clone();
    let before = shown(world.get("/1/user/maya/listens").await.json());
    assert_eq!(before["track_metadata"]["mbid_mapping"], Value::Null);
    let msid = before["recording_msid"].as_str().unwrap();
    let call = format!("GET /1/metadata/get_manual_mapping/?recording_msid={msid}");
    let none = world.send(&token, &call, "").await;
    assert_eq!((none.status.as_u16(), none.text().as_str()), (404, r#"{"status":"none"}"#));
    let lookup =
        "GET /1/metadata/lookup/?artist_name=the+lanternfish+choir&recording_name=ferry+bells";
    let mbid = world.send(&token, lookup, "").await.json()["recording_mbid"].clone();
    let choice = json!({"recording_msid": msid, "recording_mbid": mbid});
    let done = world.post(&token, "/1/metadata/submit_manual_mapping/", &choice).await;
    assert_eq!(done.text(), r#"{"status":"ok"}"#);
    let after = shown(world.get("/1/user/maya/listens").await.json());
    let mapping = &after["track_metadata"]["mbid_mapping"];
    assert_eq!(
        (&mapping["recording_mbid"], &mapping["recording_name"]),
        (&mbid, &json!("Ferry Bells"))
    );
    assert_eq!(mapping["artists"][0]["artist_credit_name"], CHOIR);
    assert_eq!(after["track_metadata"]["artist_name"], "Somebody");
    let told = world.send(&token, &call, "").await.json();
    assert_eq!((&told["status"], &told["mapping"]["recording_mbid"]), (&json!("ok"), &mbid));
    assert_eq!(told["mapping"]["user_id"], "maya");
    for body in [
        json!({}),
        json!({"recording_msid": msid}),
        json!({"recording_msid": "x", "recording_mbid": mbid}),
    ] {
        let refused = world.post(&token, "/1/metadata/submit_manual_mapping", &body).await;
        assert!(refused.error().ends_with("is invalid or not present"), "{}", refused.text());
    }
    let refused =
        world.send(&token, "GET /1/metadata/get_manual_mapping?recording_msid=x", "").await;
    assert_eq!(refused.error(), "400 recording_msid is invalid or not present");
}
