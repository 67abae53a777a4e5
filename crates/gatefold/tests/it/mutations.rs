//! Requests to the listening interfaces that are damaged in many ways: none is answered with 500.

use std::collections::BTreeMap;

use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::clients::person_and_session;
use crate::http::Connection;
use crate::place::Place;

/// Requests in all, over this many connections at once.
const REQUESTS: u64 = 10_000;
const CLIENTS: u64 = 4;

/// A request of a client, as text.
#[derive(Clone)]
struct Request {
    method: &'static str,
    path: String,
    kind: &'static str,
    body: Vec<u8>,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn get(path: &str) -> Request {
    Request { method: "GET", path: path.to_owned(), kind: JSON, body: Vec::new() }
}

fn post(path: &str, kind: &'static str, body: impl Into<Vec<u8>>) -> Request {
    Request { method: "POST", path: path.to_owned(), kind, body: body.into() }
}

/// Requests that are answered well, of all four languages.
fn valid(token: &str) -> Vec<Request> {
    let id = "018f7d3a-5b7e-7c3a-9d54-2f6f0e5c1a2b";
    let metadata = json!({
        "artist_name": "Nïna", "track_name": "Blue", "release_name": "Sky",
        "additional_info": {
            "duration_ms": 200_000, "tags": ["a", "b"], "tracknumber": "7", "isrc": "USRC17607839",
            "recording_mbid": id, "artist_mbids": [id], "nested": {"deep": {"er": 1}},
        },
    });
    let listen = json!({"listened_at": 1_700_000_000, "track_metadata": metadata});
    let words = json!({"artist_name": "Nina", "recording_name": "Blue", "recording_mbid": id});
    let native = json!({"client": "x 1", "listens": [{"words": words, "listened_at": "2024-05-01T12:00:00Z", "played_ms": 1000}]});
    let rule = json!({"condition": {"artist_name": "x"}, "rename": {"artist_name": "y"}});
    let json = |path: &str, body: serde_json::Value| post(path, JSON, body.to_string());
    let form = |path: &str, body: &str| post(path, FORM, body);
    let scrobble = format!(
        "method=track.scrobble&sk={token}&api_key=k&format=json&artist[0]=Nina&track[0]=Blue\
         &timestamp[0]=1700000100&duration[0]=200&artist[1]=A&track[1]=B&timestamp[1]=1700000400"
    );
    let mut all = vec![
        json("/1/submit-listens", json!({"listen_type": "import", "payload": [listen]})),
        json(
            "/1/submit-listens",
            json!({"listen_type": "playing_now", "payload": [{"track_metadata": metadata}]}),
        ),
        json("/1/delete-listen", json!({"listened_at": 1_700_000_000, "recording_msid": id})),
        json("/1/feedback/recording-feedback", json!({"recording_mbid": id, "score": 1})),
        json(
            "/1/pin",
            json!({"recording_mbid": id, "blurb_content": "x", "pinned_until": 1_900_000_000}),
        ),
        json("/1/playing-now/delete", json!({"client": "x"})),
        json("/1/latest-import", json!({"ts": 1_700_000_000, "service": "lastfm"})),
        json(
            "/1/metadata/lookup/",
            json!({"recordings": [{"artist_name": "a", "recording_name": "b"}]}),
        ),
        json(
            "/1/metadata/submit_manual_mapping/",
            json!({"recording_msid": id, "recording_mbid": id}),
        ),
        json("/v1/listens", native),
        json("/v1/listens/changes", json!({"filter": {"artist_name": "Nina"}, "is_preview": true})),
        json("/v1/listens/rules", rule),
        json("/v1/listens/pins", json!({"recording_mbid": id})),
        post(
            "/v1/listens/imports?file_name=x&time_zone=Europe/Vienna",
            JSON,
            format!("{listen}\n{listen}\n"),
        ),
        form("/2.0/", &scrobble),
        form(
            "/2.0/",
            &format!("method=track.updateNowPlaying&sk={token}&artist=a&track=b&duration=9"),
        ),
        form("/2.0/", &format!("method=track.love&sk={token}&artist=a&track=b")),
        form(
            "/2.0/",
            &format!("method=auth.getMobileSession&username=maya&password={token}&api_key=k"),
        ),
        form("/np_1.2", "s=x&a=Nina&t=Blue&b=&l=34&n=1&m="),
        form(
            "/protocol_1.2",
            "s=x&a[0]=Nina&t[0]=Blue&l[0]=34&i[0]=1700000000&o[0]=P&r[0]=&b[0]=&n[0]=1&m[0]=",
        ),
    ];
    let paths = [
        "/1/user/maya/listens?count=5&max_ts=1800000000&min_ts=1000",
        "/1/user/maya/playing-now",
        "/1/user/maya/listen-count",
        "/1/latest-import?user_name=maya&service=lastfm",
        "/1/stats/user/maya/artists?range=all_time&count=5&offset=1",
        "/1/stats/user/maya/listening-activity?range=year",
        "/1/stats/user/maya/daily-activity?range=month",
        "/1/stats/user/maya/artist-map",
        "/1/feedback/user/maya/get-feedback?score=1&count=3&metadata=true",
        "/1/maya/pins?count=3&offset=0",
        "/1/search/users/?search_term=ma",
        "/1/metadata/lookup/?artist_name=a&recording_name=b&metadata=true&inc=artist",
        "/1/validate-token?token=x",
        "/2.0/?method=user.getRecentTracks&user=maya&limit=3&page=1&from=1&to=1900000000&format=json",
        "/2.0/?method=user.getTopArtists&user=maya&period=7day",
        "/?hs=true&p=1.2&c=mdc&v=0.24&u=maya&t=1700000000&a=5f4dcc3b5aa765d61d8327deb882cf99",
        "/v1/users/maya/listens?limit=3&before=2026-01-01T00:00:00Z",
        "/v1/users/maya/stats/artists?first=2023-01-01&last=2024-12-31&limit=3",
        "/v1/users/maya/stats/activity.svg?unit=month&range=all_time",
        "/v1/listens/unmatched",
        "/v1/listens/imports",
        "/v1/listens/export?format=csv",
    ];
    all.extend(paths.map(get));
    all
}

/// Values that programs send by mistake, or on purpose.
const ODD: [&str; 18] = [
    "-1",
    "0",
    "99999999999999999999",
    "-9223372036854775808",
    "1e400",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "%00",
    "%ff%fe",
    "'; --",
    "💥",
    "9223372036854775807",
];

/// Damages some bytes.
fn mutate(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..=bytes.len());
        let to = (at + random.random_range(0..20)).min(bytes.len());
        match random.random_range(0..6) {
            0 => drop(bytes.drain(at..to)),
            1 => {
                let again = bytes[at..to].to_vec();
                bytes.splice(at..at, again);
            }
            2 if at < bytes.len() => bytes[at] = random.random(),
            3 => bytes.truncate(at),
            _ => replace_value(bytes, random),
        }
    }
}

/// Puts an odd value in the place of a number, or of a text in quotes.
fn replace_value(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    let odd = ODD.choose(random).unwrap().bytes();
    let is_value = |byte: &u8| byte.is_ascii_digit() || *byte == b'"';
    let starts: Vec<usize> = (0..bytes.len()).filter(|at| is_value(&bytes[*at])).collect();
    let Some(&start) = starts.choose(random) else {
        bytes.extend(odd);
        return;
    };
    let rest = &bytes[start + 1..];
    let length = match bytes[start] {
        b'"' => rest.iter().position(|byte| *byte == b'"').map_or(0, |at| at + 1),
        _ => rest.iter().take_while(|byte| byte.is_ascii_digit()).count(),
    };
    bytes.splice(start..=start + length, odd);
}

/// A path as it may stand in a request line.
fn sendable(path: &[u8]) -> String {
    let plain = |byte: &u8| match byte {
        b'!'..=b'~' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let path: String = path.iter().map(plain).collect();
    if path.starts_with('/') { path } else { format!("/{path}") }
}

fn damaged(request: &Request, random: &mut ChaCha8Rng) -> Request {
    let mut request = request.clone();
    if request.body.is_empty() || random.random_range(0..5) == 0 {
        let mut path = request.path.into_bytes();
        mutate(&mut path, random);
        request.path = sendable(&path);
    }
    if !request.body.is_empty() {
        mutate(&mut request.body, random);
    }
    if random.random_range(0..40) == 0 {
        request.kind = ["text/plain", FORM, JSON, "multipart/form-data"].choose(random).unwrap();
    }
    if random.random_range(0..60) == 0 {
        request.method = ["GET", "POST", "PUT", "PATCH", "DELETE"].choose(random).unwrap();
    }
    request
}

/// Sends damaged requests; how often each status came.
fn client(address: &str, tokens: [&str; 2], seed: u64) -> BTreeMap<u16, u64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let requests = valid(tokens[0]);
    let mut connection = Connection::open(address);
    let mut statuses = BTreeMap::new();
    for _ in 0..REQUESTS / CLIENTS {
        let request = damaged(requests.choose(&mut random).unwrap(), &mut random);
        let authorization = format!("Token {}", tokens.choose(&mut random).unwrap());
        let headers = [("authorization", authorization.as_str()), ("content-type", request.kind)];
        let call = format!("{} {}", request.method, request.path);
        let shown = || format!("{call}\n{}", String::from_utf8_lossy(&request.body));
        let answer = connection.send(&call, &headers, &request.body).unwrap_or_else(|error| {
            panic!("{error}: {}", shown());
        });
        assert_ne!(answer.status, 500, "{}\n{:?}", shown(), String::from_utf8_lossy(&answer.body));
        *statuses.entry(answer.status).or_default() += 1;
        if answer.head.to_ascii_lowercase().contains("connection: close") {
            connection = Connection::open(address);
        }
    }
    statuses
}

#[test]
fn ten_thousand_damaged_requests_cause_no_500() {
    damage_requests(&Place::sqlite());
}

#[test]
fn ten_thousand_damaged_requests_cause_no_500_on_postgres_either() {
    damage_requests(&Place::postgres());
}

fn damage_requests(place: &Place) {
    let (server, address) = place.serve();
    let (token, session) = person_and_session(&address, "maya");
    for request in valid(&token) {
        let authorization = format!("Token {token}");
        let headers = [("authorization", authorization.as_str()), ("content-type", request.kind)];
        let call = format!("{} {}", request.method, request.path);
        let answer = Connection::open(&address).send(&call, &headers, &request.body).unwrap();
        assert!(answer.status < 500, "{call}: {answer:?}");
    }
    let mut statuses: BTreeMap<u16, u64> = BTreeMap::new();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|seed| {
            let (address, token, session) = (address.clone(), token.clone(), session.clone());
            std::thread::spawn(move || client(&address, [&token, &session], seed))
        })
        .collect();
    for client in clients {
        for (status, count) in client.join().unwrap() {
            *statuses.entry(status).or_default() += count;
        }
    }
    println!("{statuses:?}");
    assert_eq!(statuses.values().sum::<u64>(), REQUESTS);
    // They reach the handlers: many are right still, and many are refused.
    for (status, least) in [(200, 500), (400, 1000), (404, 50)] {
        assert!(statuses.get(&status).is_some_and(|count| *count > least), "{statuses:?}");
    }
    assert_eq!(server.terminate(), Some(0));
}
