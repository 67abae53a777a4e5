//! Accounts and jobs of a running server, as an administrator uses them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use serde_json::{Value, json};

use crate::http::{Answer, Connection};
use crate::mirror::Mirror;
use crate::place::{PATIENCE, Place};

fn send(address: &str, token: &str, call: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    let headers = if token.is_empty() { &headers[1..] } else { &headers[..] };
    Connection::open(address).send(call, headers, body.to_string()).unwrap()
}

/// Registers the first account and signs in.
fn admin(address: &str) -> String {
    let account = json!({"username": "root", "password": "correct horse"});
    assert_eq!(send(address, "", "POST /v1/auth/register", &account).status, 201);
    let credentials = json!({"name": "root", "password": "correct horse"});
    let signed_in = send(address, "", "POST /v1/auth/login", &credentials);
    signed_in.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn an_administrator_watches_and_ends_a_job() {
    for mut place in Place::both() {
        let mirror = Mirror::slow(place.data());
        place.set("GATEFOLD_CATALOGUE__REFRESH_URL", &mirror.url);
        let (server, address) = place.serve();
        let token = admin(&address);
        let id = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]).trim().to_owned();
        place.wait_for_job(&id, "running");
        let listed = send(&address, &token, "GET /v1/jobs?state=running", &Value::Null).json();
        assert_eq!(listed["jobs"][0]["id"], id.as_str());
        let mut watching = watch(&address, &token, &id);
        assert_eq!(next_event(&mut watching), "progress");
        let asked = send(&address, &token, &format!("POST /v1/jobs/{id}/cancel"), &Value::Null);
        assert_eq!(asked.json()["cancel_requested"], true, "{asked:?}");
        let mut name = next_event(&mut watching);
        while name == "progress" {
            name = next_event(&mut watching);
        }
        assert_eq!(name, "end");
        place.done(&["jobs", "run", "health.check"]);
        let call = "GET /v1/health/history?component=database";
        let history = send(&address, &token, call, &Value::Null).json();
        assert_eq!(history["checks"][0]["status"], "healthy", "{history}");
        assert_eq!(send(&address, "", "GET /v1/jobs", &Value::Null).status, 401);
        assert_eq!(server.terminate(), Some(0));
    }
}

#[test]
fn a_server_stops_at_once_though_a_job_is_watched() {
    let mut place = Place::sqlite();
    let mirror = Mirror::slow(place.data());
    place.set("GATEFOLD_CATALOGUE__REFRESH_URL", &mirror.url);
    // A server that let those who watch run on would wait for them this long.
    let grace = 2 * PATIENCE;
    place.set("GATEFOLD_SERVER__SHUTDOWN_GRACE_MS", grace.as_millis().to_string());
    let (server, address) = place.serve();
    let token = admin(&address);
    let id = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]).trim().to_owned();
    place.wait_for_job(&id, "running");
    let mut watching = watch(&address, &token, &id);
    assert_eq!(next_event(&mut watching), "progress");
    let started = Instant::now();
    assert_eq!(server.terminate(), Some(0));
    assert!(started.elapsed() < grace / 2, "{:?}", started.elapsed());
}

fn watch(address: &str, token: &str, id: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "GET /v1/jobs/{id}/events HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    BufReader::new(stream)
}

/// The name of the next event.
fn next_event(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some(name) = line.trim_end().strip_prefix("event: ") {
            return name.to_owned();
        }
    }
}

#[test]
fn keys_are_renewed_and_a_backup_names_them() {
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = admin(&address);
    let wanted = json!({"name": "player", "scopes": ["listens:write"], "is_legacy": true});
    let made = send(&address, &token, "POST /v1/me/tokens", &wanted);
    assert_eq!(server.terminate(), Some(0));
    let status = place.done(&["secrets", "status"]);
    let old = status.lines().next().unwrap().strip_prefix("active key ").unwrap().to_owned();
    let rotated = place.done(&["secrets", "rotate"]);
    let new = rotated.lines().next().unwrap().strip_prefix("active key ").unwrap().to_owned();
    assert_ne!(old, new);
    place.done(&["secrets", "forget"]);
    let status = place.done(&["secrets", "status"]);
    assert!(status.starts_with(&format!("active key {new}")), "{status}");
    assert!(!status.contains(&old), "{status}");
    let folder = place.done(&["backup", "create"]);
    let manifest = std::path::Path::new(folder.lines().next().unwrap()).join("MANIFEST.json");
    let manifest: Value = serde_json::from_slice(&std::fs::read(manifest).unwrap()).unwrap();
    if made.status == 201 {
        assert_eq!(manifest["secret_key_ids"], json!([new]));
    }
    use std::os::unix::fs::PermissionsExt as _;
    let key = std::fs::metadata(place.data().join("secrets.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_browser_is_sent_to_the_provider_that_is_configured() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let person = testkit::oidc::Person {
        subject: "maya".to_owned(),
        email: None,
        is_verified: false,
        username: Some("maya".to_owned()),
    };
    let provider = runtime.block_on(testkit::oidc::Provider::start(person, 1_795_219_200));
    let mut place = Place::sqlite();
    place.set("GATEFOLD_OIDC__ISSUER", provider.issuer());
    place.set("GATEFOLD_OIDC__CLIENT_ID", testkit::oidc::CLIENT_ID);
    place.set("GATEFOLD_OIDC__CLIENT_SECRET", testkit::oidc::CLIENT_SECRET);
    let (server, address) = place.serve();
    let answer = send(&address, "", "GET /v1/auth/oidc/sso/start", &Value::Null);
    assert_eq!(answer.status, 303, "{answer:?}");
    let to = answer.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    assert!(to.starts_with(provider.issuer()) && to.contains("code_challenge"), "{to}");
    let shown = place.done(&["config", "show"]);
    assert!(!shown.contains(testkit::oidc::CLIENT_SECRET), "{shown}");
    assert_eq!(server.terminate(), Some(0));
}
