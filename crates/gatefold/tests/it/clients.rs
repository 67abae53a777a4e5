//! Programs of others, installed by `./test` below `target/clients`, that talk to a server.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use testkit::foreign;

use crate::http::Connection;
use crate::place::Place;

/// Where a program would be that `./test` installs.
pub fn installed(program: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/clients/bin").join(program)
}

/// The Python that has the clients; none where `./test` did not install them.
pub fn python() -> Option<PathBuf> {
    let python = installed("python");
    if python.exists() {
        return Some(python);
    }
    foreign::not_run("the clients are not there; ./test installs them");
    None
}

pub fn send(address: &str, token: &str, call: &str, body: &Value) -> Value {
    let authorization = format!("Bearer {token}");
    let mut headers = vec![("content-type", "application/json")];
    if !token.is_empty() {
        headers.push(("authorization", authorization.as_str()));
    }
    let answer = Connection::open(address).send(call, &headers, body.to_string()).unwrap();
    assert!((200..300).contains(&answer.status), "{call}: {answer:?}");
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

/// A person and a token for programs.
pub fn person(address: &str, name: &str) -> String {
    person_and_session(address, name).0
}

/// A person: a token for programs, and one of a session.
pub fn person_and_session(address: &str, name: &str) -> (String, String) {
    let account = json!({"username": name, "password": "correct horse"});
    send(address, "", "POST /v1/auth/register", &account);
    let credentials = json!({"name": name, "password": "correct horse"});
    let signed_in = send(address, "", "POST /v1/auth/login", &credentials);
    let session = signed_in["access_token"].as_str().unwrap();
    let scopes = ["listens:read", "listens:write"];
    let new = json!({"name": "player", "scopes": scopes, "is_legacy": true});
    let made = send(address, session, "POST /v1/me/tokens", &new);
    (made["token"].as_str().unwrap().to_owned(), session.to_owned())
}

#[test]
fn liblistenbrainz_submits_and_reads_back() {
    let Some(python) = python() else { return };
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/listen.py");
    let output = Command::new(python)
        .arg(script)
        .args([&format!("http://{address}"), &token, "maya"])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let heard = |name: &str, ago: i64| json!([name, "The Lanterns", "Harbour Lights", -ago]);
    let expected = json!({
        "heard": [heard("Rain", 200), heard("Café del Mar", 400), heard("Come Home", 600)],
        "info": 3,
        "playing": "Evening",
        "left": ["Café del Mar", "Come Home"],
        "artists": [["The Lanterns", 2]],
    });
    assert_eq!(seen, expected);
    assert_eq!(server.terminate(), Some(0));
}
