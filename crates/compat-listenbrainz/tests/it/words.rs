//! Words that are read out of a message again are those that it was taken for when it came.

use listens::{Change, NewWords, Window};
use serde_json::{Value, json};

use crate::world::{NOW_S, World};

/// What clients send as `track_metadata`, and the MSID that it has for ever: people delete and love
/// listens by it.
const MESSAGES: [(&str, &str); 9] = [
    (r#"{"artist_name": "Nina", "track_name": "Blue"}"#, "1d3f545f-8deb-56e8-bfda-c725888157bb"),
    (
        r#"{"artist_name": " NINA ", "track_name": "blue\n", "release_name": " "}"#,
        "1d3f545f-8deb-56e8-bfda-c725888157bb",
    ),
    (
        r#"{"artist_name": "ÉLAN ΣΊΣΥΦΟΣ İ", "track_name": "Straße", "release_name": "Ǆ"}"#,
        "0c3c54fa-b295-5e58-bf58-b520474dea41",
    ),
    (
        r#"{"artist_name": "a", "track_name": "b", "additional_info": {"tracknumber": 7, "duration": "12.7"}}"#,
        "c0d3eab6-0587-59c3-9ac1-e030304e9b16",
    ),
    (
        r#"{"artist_name": "a", "track_name": "b", "additional_info": {"tracknumber": 7.5, "duration_ms": 12000}}"#,
        "1435668e-c4e6-5fd5-afe9-a5145ca83898",
    ),
    (
        r#"{"artist_name": "a", "track_name": "b", "additional_info": {"track_number": " A1 ", "duration": 12}}"#,
        "f85cb631-f9b5-5827-9269-66b9da011095",
    ),
    (
        r#"{"artist_name": "a", "track_name": "b", "additional_info": {"": {"tracknumber": "7", "duration_ms": 5000}}}"#,
        "c4fc5bea-99c0-52fa-b708-9ac85d376859",
    ),
    (
        r#"{"artist_name": "a", "track_name": "b", "additional_info": {"tracknumber": {"of": 1}, "isrc": ["x"]}}"#,
        "c4fc5bea-99c0-52fa-b708-9ac85d376859",
    ),
    (
        r#"{"artist_name": "\u00e9", "track_name": "b", "additional_info": {"release_mbid": "", "dur\u0061tion_ms": 1e3}}"#,
        "ef592cf5-c178-57e7-a576-cf001bab931d",
    ),
];

async fn submit(world: &World, token: &str, at: i64, metadata: &str) {
    let metadata: &serde_json::value::RawValue = serde_json::from_str(metadata).unwrap();
    let listen = json!({"listened_at": at}).to_string().replace('}', "");
    let body = format!(
        r#"{{"listen_type": "import", "payload": [{listen}, "track_metadata": {metadata}}}]}}"#
    );
    let answer = world.send(token, "POST /1/submit-listens", body).await;
    assert_eq!(answer.status, 200, "{metadata}: {}", answer.text());
}

#[tokio::test]
async fn each_message_has_its_msid_for_ever() {
    let world = World::new().await;
    let token = world.person("maya").await;
    for (at, (metadata, _)) in (0_i64..).zip(MESSAGES) {
        submit(&world, &token, NOW_S - 9_000 + at * 500, metadata).await;
    }
    let mut found = world.check_history("maya").await;
    found.reverse();
    let expected = MESSAGES.map(|(_, msid)| msid);
    assert_eq!(found, expected);
    // What is shown is what deletes.
    for (at, msid) in (0_i64..).zip(expected) {
        let body = json!({"listened_at": NOW_S - 9_000 + at * 500, "recording_msid": msid});
        let answer = world.post(&token, "/1/delete-listen", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(world.check_history("maya").await, [""; 0]);
}

#[tokio::test]
async fn corrected_words_are_shown_beside_what_was_sent() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let metadata = r#"{"artist_name": "Nina", "track_name": "Bleu", "additional_info": {"a": 1}}"#;
    submit(&world, &token, NOW_S - 60, metadata).await;
    let user = world.accounts.find_user_locally("maya").await.unwrap();
    let before = world.check_history("maya").await;
    let kept = world.listens.history(user.id, Window::default(), 1).await.unwrap();
    let recording_name = Some("Blue".to_owned());
    let change = Change::SetWords(NewWords { recording_name, ..NewWords::default() });
    let edit = world.listens.change_one(user.id, kept[0].id, &change).await.unwrap();
    assert_ne!(world.check_history("maya").await, before);
    let shown = world.get("/1/user/maya/listens").await.json();
    let track = &shown["payload"]["listens"][0]["track_metadata"];
    assert_eq!((&track["track_name"], &track["additional_info"]["a"]), (&json!("Blue"), &json!(1)));
    world.listens.undo(user.id, edit.id).await.unwrap();
    assert_eq!(world.check_history("maya").await, before);
    let shown: Value = world.get("/1/user/maya/listens").await.json();
    assert_eq!(shown["payload"]["listens"][0]["track_metadata"]["track_name"], "Bleu");
}
