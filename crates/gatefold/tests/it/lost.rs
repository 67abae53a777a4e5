//! A server that is killed while many submit loses nothing that it acknowledged, and doubles nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::clients::{person, send};
use crate::http::Connection;
use crate::place::{Place, wait_until};

/// How often it is killed.
const ROUNDS: u32 = 6;
/// Those who submit at once.
const CLIENTS: i64 = 6;

/// Instants and titles of listens.
type Listened = Vec<(i64, String)>;

/// The instant and title of a listen; no two clients submit the same.
fn listen((round, client, number): (u32, i64, i64)) -> (i64, String) {
    let at = 1_500_000_000 + i64::from(round) * 10_000_000 + number * 10 + client;
    (at, format!("Song {round}-{client}-{number}"))
}

/// The listens of one request: one, or some.
fn request(round: u32, client: i64, at: i64) -> Listened {
    let numbers = if client % 2 == 0 { at..at + 1 } else { at * 7..at * 7 + 7 };
    numbers.map(|number| listen((round, client, number))).collect()
}

fn body(listens: &[(i64, String)]) -> String {
    let payload: Vec<Value> = listens
        .iter()
        .map(|(at, title)| {
            json!({
                "listened_at": at,
                "track_metadata": {"artist_name": "The Lanterns", "track_name": title},
            })
        })
        .collect();
    json!({"listen_type": "import", "payload": payload}).to_string()
}

/// Submits until the server is gone: requests that were acknowledged, and the one that was not.
fn submit(
    (address, token): (&str, &str),
    (round, client): (u32, i64),
    (answered, is_gone): (&AtomicU32, &AtomicBool),
) -> (Vec<Listened>, Listened) {
    let authorization = format!("Token {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    let mut connection = Connection::open(address);
    let mut acknowledged = Vec::new();
    for at in 0.. {
        let listens = request(round, client, at);
        match connection.send("POST /1/submit-listens", &headers, body(&listens)) {
            Ok(answer) => {
                assert_eq!(answer.status, 200, "{answer:?}");
                acknowledged.push(listens);
                answered.fetch_add(1, Ordering::SeqCst);
            }
            Err(_) if is_gone.load(Ordering::SeqCst) => return (acknowledged, listens),
            Err(error) => panic!("{error}"),
        }
    }
    unreachable!("the server is killed before")
}

/// How often each listen is in the history.
fn kept(address: &str, token: &str) -> BTreeMap<(i64, String), u32> {
    let mut kept = BTreeMap::new();
    let mut before = i64::MAX / 2;
    loop {
        // Bounds are exclusive, and several listens have one second.
        let path = format!("GET /1/user/maya/listens?count=1000&max_ts={before}");
        let answer = send(address, token, &path, &json!({}));
        let page = answer["payload"]["listens"].as_array().unwrap().clone();
        let Some(last) = page.last() else { return kept };
        let last_s = last["listened_at"].as_i64().unwrap();
        let is_full = page.len() == 1000;
        for listen in page {
            let at = listen["listened_at"].as_i64().unwrap();
            if is_full && at == last_s {
                continue;
            }
            let title = listen["track_metadata"]["track_name"].as_str().unwrap().to_owned();
            *kept.entry((at, title)).or_default() += 1;
        }
        before = if is_full { last_s + 1 } else { last_s };
    }
}

#[test]
fn a_kill_under_load_loses_no_acknowledged_listen_and_doubles_none() {
    kill_under_load(&Place::sqlite());
}

#[test]
fn a_kill_under_load_loses_and_doubles_nothing_on_postgres_either() {
    kill_under_load(&Place::postgres());
}

fn kill_under_load(place: &Place) {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut token = String::new();
    let mut expected: BTreeMap<(i64, String), u32> = BTreeMap::new();
    let mut unanswered: Vec<Listened> = Vec::new();
    for round in 0..ROUNDS {
        let (server, address) = place.serve();
        if round == 0 {
            token = person(&address, "maya");
        }
        let seen = kept(&address, &token);
        for listen in expected.keys() {
            assert_eq!(seen.get(listen), Some(&1), "round {round}: {listen:?}");
        }
        // Clients send again what was not acknowledged, whether it was kept or not.
        let headers = format!("Token {token}");
        let headers = [("authorization", headers.as_str()), ("content-type", "application/json")];
        for listens in unanswered.drain(..) {
            let mut connection = Connection::open(&address);
            let answer = connection.send("POST /1/submit-listens", &headers, body(&listens));
            assert_eq!(answer.unwrap().status, 200);
            expected.extend(listens.into_iter().map(|listen| (listen, 1)));
        }
        assert_eq!(kept(&address, &token), expected, "round {round}");
        let (answered, is_gone) = (AtomicU32::new(0), AtomicBool::new(false));
        let done = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (address, token) = (&address, &token);
                let (done, state) = (&done, (&answered, &is_gone));
                scope.spawn(move || {
                    let outcome = submit((address, token), (round, client), state);
                    done.lock().unwrap().push(outcome);
                });
            }
            wait_until("an answer", || answered.load(Ordering::SeqCst) > 0);
            std::thread::sleep(Duration::from_millis(random.random_range(100..900)));
            is_gone.store(true, Ordering::SeqCst);
            server.kill();
        });
        for (acknowledged, last) in done.into_inner().unwrap() {
            expected.extend(acknowledged.into_iter().flatten().map(|listen| (listen, 1)));
            unanswered.push(last);
        }
    }
    let (server, address) = place.serve();
    let seen = kept(&address, &token);
    for listen in expected.keys() {
        assert_eq!(seen.get(listen), Some(&1), "{listen:?}");
    }
    let known = unanswered.concat();
    for (listen, times) in &seen {
        assert!(*times == 1 && (expected.contains_key(listen) || known.contains(listen)));
    }
    println!("{} listens were acknowledged in {ROUNDS} rounds", expected.len());
    // What is counted is what is there.
    let answer = send(&address, &token, "GET /1/user/maya/listen-count", &json!({}));
    assert_eq!(answer["payload"]["count"], seen.len());
    assert!(place.done(&["listens", "rebuild"]).contains(" 0 listens changed"));
    assert_eq!(server.terminate(), Some(0));
}
