//! Cases of Last.fm and AudioScrobbler from ListenBrainz's own tests, replayed when they lie beside
//! the repository. They submit by one interface and read back by another, so the whole program runs.
//!
//! Each runs against a fresh server. `docs/conformance.md` explains those that fail.

use serde_json::{Value, json};
use testkit::cases::{self, Known, Replay, Reply, Request};
use testkit::foreign;

use crate::clients::{person_and_session, send};
use crate::http::{Answer, Connection};
use crate::place::Place;

/// Cases that must pass at least; what `docs/conformance.md` says.
const FLOOR: usize = 6;
/// The person of the cases of Last.fm, and the one of those of AudioScrobbler.
const PEOPLE: [&str; 2] = ["apicompattestuser", "apicompatoldtestuser"];
/// What the program of the cases calls itself.
const API_KEY: &str = "a program of the cases";

#[test]
fn cases_of_scrobblers_pass_but_for_those_that_are_explained() {
    let Some(cases) = foreign::lines(cases::LISTENBRAINZ) else { return };
    let cases: Vec<Value> = cases.into_iter().filter(concerns_us).collect();
    let (mut failed, mut passed_as_they_are) = (Vec::new(), 0);
    for case in &cases {
        match run(case) {
            Ok(()) => passed_as_they_are += usize::from(is_replayable(case)),
            Err(why) => failed.push(format!("{}: {why}", case["id"].as_str().unwrap_or("?"))),
        }
    }
    let as_they_are = cases.iter().filter(|case| is_replayable(case)).count();
    let passed = cases.len() - failed.len();
    println!(
        "conformance: {passed} of {} cases pass, {passed_as_they_are} of the {as_they_are} that \
         can be replayed as they are\n{}",
        cases.len(),
        failed.join("\n")
    );
    assert!(!cases.is_empty(), "the file holds no case of these interfaces");
    assert!(passed >= FLOOR, "{passed} pass, {FLOOR} did before:\n{}", failed.join("\n"));
}

/// Whether a case needs no session but those that it opens itself.
fn is_replayable(case: &Value) -> bool {
    case["replayable_over_http"] == true
}

/// Whether all of a case is known, and is about rules that this server has: who has no address for
/// mail is refused there, in the words of a constant.
fn concerns_us(case: &Value) -> bool {
    let is_named = case["id"].as_str().is_some_and(|id| id.starts_with("test_api_compat"));
    is_named && case["complete"] == true && !cases::asks_for(case, "const:")
}

fn run(case: &Value) -> Result<(), String> {
    let mut place = Place::sqlite();
    place.set("GATEFOLD_ACCOUNTS__REGISTRATION", "open");
    let (server, address) = place.serve();
    let mut replay = Replay::new(case, known(&address))?;
    let mut broken = Vec::new();
    while let Some(request) = replay.request()? {
        broken.extend(replay.take(ask(&address, &request)));
    }
    assert_eq!(server.terminate(), Some(0));
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ")) }
}

/// What the cases take as given: people whose listens everybody sees, and what they sign in with.
fn known(address: &str) -> Known {
    let tokens = PEOPLE.map(|name| {
        let (token, session) = person_and_session(address, name);
        let seen = json!({"listens_visibility": "public"});
        send(address, &session, "PATCH /v1/me/settings", &seen);
        token
    });
    let [token, password] = tokens;
    let form = [("method", "auth.getMobileSession"), ("format", "json"), ("username", PEOPLE[0])];
    let opened = post(address, "/2.0/", form.into_iter().chain([("password", token.as_str())]));
    let key = opened.json()["session"]["key"].as_str().unwrap().to_owned();
    let known = [("api_key", API_KEY.to_owned()), ("session_key", key), ("password", password)];
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn ask(address: &str, request: &Request) -> Reply {
    let answer = match request.path.as_str() {
        "/api/auth/" => approve(address, request),
        _ => {
            let headers = request.headers.iter().map(|(name, value)| (&**name, &**value));
            let headers: Vec<(&str, &str)> = headers.collect();
            let call = format!("{} {}", request.method, request.address);
            Connection::open(address).send(&call, &headers, &request.body).unwrap()
        }
    };
    let headers = answer.head.lines().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim_end().to_owned()));
    Reply {
        status: answer.status,
        headers: headers.collect(),
        body: String::from_utf8(answer.body).unwrap(),
    }
}

/// There, the page of a person who is signed in sends JSON; here it is a form that is filled in.
fn approve(address: &str, request: &Request) -> Answer {
    let sent: Value = serde_json::from_str(&request.body).unwrap();
    let token = sent["token"].as_str().unwrap();
    let form = [("api_key", API_KEY), ("token", token), ("name", PEOPLE[0])];
    post(address, "/api/auth/", form.into_iter().chain([("password", "correct horse")]))
}

fn post<'f>(address: &str, path: &str, form: impl Iterator<Item = (&'f str, &'f str)>) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    Connection::open(address).send(&format!("POST {path}"), &headers, form).unwrap()
}
