//! Which recording words mean, and what a person says about that.

use serde_json::{Value, json};
use testkit::mbid::{LANTERNFISH_CHOIR, gid};

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
async fn things_are_described_by_their_mbid() {
    let world = World::with_shop().await;
    let song = gid("recording", 101);
    let path = format!("/1/metadata/recording/?recording_mbids={song},{}", gid("recording", 9999));
    let plain = world.get(&path).await.json();
    assert_eq!(plain.as_object().map(serde_json::Map::len), Some(1), "{plain}");
    assert_eq!(
        (&plain[&song]["recording"]["name"], &plain[&song]["recording"]["length"]),
        (&json!("Ferry Bells"), &json!(187_400))
    );
    assert_eq!(plain[&song]["artist"], Value::Null);
    let full = world.get(&format!("{path}&inc=artist+tag+release")).await.json()[&song].clone();
    let artist = &full["artist"]["artists"][0];
    assert_eq!(
        (&full["artist"]["name"], &artist["artist_mbid"], &artist["type"]),
        (&json!(CHOIR), &json!(LANTERNFISH_CHOIR), &json!("Group"))
    );
    assert!(artist["rels"]["official homepage"].is_string(), "{artist}");
    assert!(full["release"]["release_group_mbid"].is_string(), "{full}");
    assert!(full["release"]["caa_id"].is_u64(), "{full}");
    let tags = full["tag"]["artist"].as_array().unwrap();
    assert!(tags.iter().any(|tag| tag["genre_mbid"].is_string()), "{full}");
    assert!(tags.iter().all(|tag| tag["artist_mbid"] == LANTERNFISH_CHOIR), "{full}");
    let body = json!({"recording_mbids": [song], "inc": "artist tag release"});
    let posted = world.post("", "/1/metadata/recording/", &body).await.json();
    assert_eq!(posted[&song], full);

    let path =
        format!("/1/metadata/artist/?artist_mbids={LANTERNFISH_CHOIR}&inc=tag+release_group");
    let artists = world.get(&path).await.json();
    assert_eq!(
        (&artists[0]["name"], &artists[0]["mbid"]),
        (&json!(CHOIR), &json!(LANTERNFISH_CHOIR))
    );
    let groups = artists[0]["release_group"].as_array().unwrap();
    let single = groups.iter().find(|group| group["name"] == "Ferry Bells").unwrap();
    assert_eq!(single["type"], "Single");

    let group = gid("release_group", 100);
    let inc = "artist+tag+release+recording";
    let path = format!("/1/metadata/release_group/?release_group_mbids={group}&inc={inc}");
    let found = world.get(&path).await.json()[&group].clone();
    assert_eq!(found["artist"]["name"], CHOIR);
    assert!(found["release"]["caa_release_mbid"].is_string(), "{found}");
    let tracks = found["recording"].as_array().unwrap();
    assert!(tracks.iter().any(|track| track["name"] == "Ferry Bells"), "{found}");
}

#[tokio::test]
async fn questions_about_mbids_that_cannot_be_are_refused() {
    let world = World::with_shop().await;
    let cases = [
        ("recording/", "400 No valid recording mbid found."),
        ("artist?artist_mbids=,", "400 No valid artist mbid found."),
        ("release_group/?release_group_mbids=x", "400 release_group_mbid x is not valid."),
    ];
    for (path, expected) in cases {
        assert_eq!(world.get(&format!("/1/metadata/{path}")).await.error(), expected);
    }
    let path = format!("/1/metadata/recording?recording_mbids={}&inc=x", gid("recording", 101));
    let wrong = "400 invalid inc argument 'x'. Must be one of artist, tag, release.";
    assert_eq!(world.get(&path).await.error(), wrong);
    let many = json!({"recording_mbids": vec![gid("recording", 101); 1001]});
    let refused = world.post("", "/1/metadata/recording", &many).await;
    assert_eq!(refused.error(), "400 At most 1000 recordings can be asked for at once.");
    let empty = World::new().await;
    let path = format!("/1/metadata/artist/?artist_mbids={LANTERNFISH_CHOIR}");
    assert_eq!(empty.get(&path).await.text(), "[]");
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
