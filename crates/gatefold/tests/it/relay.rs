//! Plays that two servers forward to each other, in both languages.

use serde_json::{Value, json};

use crate::clients::{person, person_and_session, send};
use crate::place::{Place, wait_until};

/// A server to which and from which plays may be forwarded.
fn place() -> Place {
    let mut place = Place::sqlite();
    place.set("GATEFOLD_ACCOUNTS__REGISTRATION", "open");
    place.set("GATEFOLD_RELAY__SERVERS", "*");
    place.set("GATEFOLD_LAST_FM__API_KEY", "key");
    place.set("GATEFOLD_LAST_FM__API_SECRET", "secret");
    place
}

fn listens(from: i64, to: i64) -> Value {
    let listen = |at: i64| {
        let title = format!("Song {at}");
        json!({
            "listened_at": 1_700_000_000 + at * 300,
            "track_metadata": {"artist_name": "The Lanterns", "track_name": title},
        })
    };
    let payload: Vec<Value> = (from..to).map(listen).collect();
    json!({"listen_type": "import", "payload": payload})
}

fn count(address: &str, token: &str, name: &str) -> i64 {
    let path = format!("GET /1/user/{name}/listen-count");
    send(address, token, &path, &json!({}))["payload"]["count"].as_i64().unwrap()
}

fn relay(address: &str, session: &str, what: &Value) -> String {
    let made = send(address, session, "POST /v1/listens/relays", what);
    made["id"].as_str().unwrap().to_owned()
}

#[test]
fn plays_go_to_other_servers_and_do_not_come_back() {
    let (here, there) = (place(), place());
    let (here_server, here_address) = here.serve();
    let (there_server, there_address) = there.serve();
    let (maya, session) = person_and_session(&here_address, "maya");
    let (otto, back) = person_and_session(&there_address, "otto");
    let fm = person(&there_address, "fm");
    let begins_at = "2020-01-01T00:00:00Z";
    let to = |address: &str, token: &str| {
        json!({
            "protocol": "listenbrainz", "base_url": format!("http://{address}"),
            "credential": {"token": token}, "begins_at": begins_at,
        })
    };
    let brainz = relay(&here_address, &session, &to(&there_address, &otto));
    let scrobbling = json!({
        "protocol": "lastfm", "base_url": format!("http://{there_address}/2.0/"),
        "account_name": "fm", "credential": {"password": fm}, "begins_at": begins_at,
    });
    let lastfm = relay(&here_address, &session, &scrobbling);
    // The other one sends everything on to where it came from.
    relay(&there_address, &back, &to(&here_address, &maya));
    send(&here_address, &maya, "POST /1/submit-listens", &listens(0, 120));
    wait_until("plays at ListenBrainz", || count(&there_address, &otto, "otto") == 120);
    wait_until("plays at Last.fm", || count(&there_address, &fm, "fm") == 120);
    let words = json!({"artist_name": "The Lanterns", "recording_name": "Evening"});
    send(&here_address, &maya, "PUT /v1/listens/now-playing", &json!({"words": words}));
    let playing = || {
        let answer = send(&there_address, &otto, "GET /1/user/otto/playing-now", &json!({}));
        answer["payload"]["listens"][0]["track_metadata"]["track_name"].clone()
    };
    wait_until("what plays", || playing() == "Evening");
    // Something new over there does come here.
    send(&there_address, &otto, "POST /1/submit-listens", &listens(500, 503));
    wait_until("plays from there", || count(&here_address, &maya, "maya") == 123);
    let states = || {
        let relays = |address: &str, session: &str| {
            let answer = send(address, session, "GET /v1/listens/relays", &json!({}));
            answer["relays"].as_array().unwrap().clone()
        };
        [relays(&here_address, &session), relays(&there_address, &back)].concat()
    };
    wait_until("empty queues", || states().iter().all(|it| it["waiting"] == 0));
    for state in states() {
        assert_eq!((&state["state"], &state["dropped"]), (&json!("ok"), &json!(0)), "{state}");
    }
    assert_eq!(count(&here_address, &maya, "maya"), 123);
    assert_eq!(count(&there_address, &otto, "otto"), 123);
    assert_eq!(there_server.terminate(), Some(0));
    // What comes while the other one is away waits.
    send(&here_address, &maya, "POST /1/submit-listens", &listens(200, 203));
    let state = |id: &str| states_of(&here_address, &session, id);
    wait_until("a failure", || state(&brainz)["state"] == "waiting");
    assert_eq!(state(&brainz)["waiting"], 3);
    wait_until("both fail", || state(&lastfm)["state"] == "waiting");
    send(&here_address, &session, &format!("DELETE /v1/listens/relays/{lastfm}"), &json!({}));
    assert_eq!(here_server.terminate(), Some(0));
}

fn states_of(address: &str, session: &str, id: &str) -> Value {
    let answer = send(address, session, "GET /v1/listens/relays", &json!({}));
    let relays = answer["relays"].as_array().unwrap();
    relays.iter().find(|it| it["id"] == id).unwrap().clone()
}
