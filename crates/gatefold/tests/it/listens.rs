//! The listening history under the real program: matched in the background, made again on demand.

use serde_json::{Value, json};
use testkit::Format;

use crate::clients::{person, send};
use crate::place::{Place, wait_until};
use crate::program::write_shop;

/// The recordings that listens were matched with, the newest first.
fn matched(address: &str, token: &str) -> Vec<Value> {
    let answer = send(address, token, "GET /1/user/maya/listens", &json!({}));
    let listens = answer["payload"]["listens"].clone();
    let mapping =
        |listen: &Value| listen["track_metadata"]["mbid_mapping"]["recording_mbid"].clone();
    listens.as_array().unwrap().iter().map(mapping).collect()
}

#[test]
fn listens_follow_an_import_and_a_rebuild_changes_nothing() {
    for place in Place::both() {
        let (server, address) = place.serve();
        let token = person(&address, "maya");
        let listen = |artist: &str, title: &str, at: i64| {
            json!({
                "listened_at": 1_600_000_000 + at,
                "track_metadata": {"artist_name": artist, "track_name": title},
            })
        };
        let payload = [
            listen("The Lanternfish Choir", "Ferry Bells", 0),
            listen("The Lanternfish Choir", "Ferry Bels", 600),
            listen("Nobody Has Heard Of", "This Song At All", 1200),
        ];
        let body = json!({"listen_type": "import", "payload": payload});
        send(&address, &token, "POST /1/submit-listens", &body);
        place.done(&["jobs", "run", "listens.match"]);
        assert_eq!(matched(&address, &token), [Value::Null, Value::Null, Value::Null]);
        let dump = write_shop(place.data(), Format::Directory);
        place.done(&["import", "musicbrainz", dump.to_str().unwrap()]);
        place.done(&["jobs", "run", "listens.match"]);
        wait_until("matches", || matched(&address, &token)[1..].iter().all(Value::is_string));
        let now = matched(&address, &token);
        assert_eq!((&now[0], now[1] == now[2]), (&Value::Null, true), "{now:?}");
        let printed = place.done(&["listens", "rebuild"]);
        assert_eq!(printed, "maya: 3 reports, 0 listens changed\n");
        assert_eq!(place.done(&["listens", "rebuild", "--user", "MAYA"]).lines().count(), 1);
        place.refused(&["listens", "rebuild", "--user", "nobody"], 1);
        assert_eq!(matched(&address, &token), now);
        // Nothing is left to do.
        place.done(&["jobs", "run", "listens.match"]);
        assert_eq!(server.terminate(), Some(0));
    }
}
