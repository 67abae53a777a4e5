//! Every code of the table, provoked once.

use std::collections::BTreeSet;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;

use crate::Server;
use crate::server::{Answer, request};

/// Codes that no request to these paths can provoke: no body has a required field, and what is
/// unavailable here has a code of its own.
const ELSEWHERE: [&str; 2] = ["missing_field", "unavailable"];

async fn provoke() -> Vec<Answer> {
    let server = Server::new();
    let limited = Server::limited(1, 1);
    limited.get("/healthz").await;
    let options = api::Options { search_deadline: Duration::ZERO, ..api::Options::default() };
    let impatient = Server::with(options, edge::Options::default());
    let too_many = "x=1&".repeat(65);
    let text = request(Method::POST, "/batch/lookup", &[("content-type", "text/plain")], "{}");
    let large = json!({"tracks": ["x".repeat(1024 * 1024)]}).to_string();
    let batch = json!({"tracks": vec!["x"; 401]}).to_string();
    let put = request(Method::PUT, "/lookup/isrc/GBAAA0100001", &[], "");
    vec![
        server.get(&format!("/search/track?{too_many}")).await,
        server.get("/health?x=1").await,
        server.get("/search/track").await,
        server.get("/search/track?q=ab&limit=0").await,
        server.get("/search/track?q=ab&cursor=x").await,
        server.get("/search/track?q=a").await,
        server.post("/batch/lookup", "[").await,
        server.post("/batch/lookup", r#"{"x":[]}"#).await,
        server.post("/batch/lookup", r#"{"tracks":1}"#).await,
        server.post("/batch/lookup", &batch).await,
        server.post("/batch/lookup", &large).await,
        server.send(text).await,
        server.get("/lookup/track/discogs:1").await,
        server.get("/lookup/track/x").await,
        server.get("/lookup/song/1").await,
        server.send(put).await,
        impatient.get("/search/track?q=ab").await,
        limited.get("/healthz").await,
        server.get("/lookup/label/discogs:666").await,
        Server::empty().get("/lookup/isrc/GBAAA0100001").await,
    ]
}

#[tokio::test]
async fn every_code_of_the_table_can_be_provoked_and_no_other() {
    let mut provoked = BTreeSet::new();
    for answer in provoke().await {
        let body = answer.json();
        answer.problem();
        assert_eq!(body["status"], json!(answer.status.as_u16()));
        assert_eq!(answer.header("cache-control"), "no-store");
        let code = body["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(body["type"], json!(format!("urn:gatefold:problem:{code}")));
        assert!(body["request_id"].is_string(), "{body}");
        provoked.insert(code);
    }
    let table = api::codes::all().map(|code| code.name.to_owned());
    let is_here = |name: &String| {
        let name = name.as_str();
        !ELSEWHERE.contains(&name)
            && !crate::accounts::CODES.contains(&name)
            && !crate::jobs::CODES.contains(&name)
    };
    let expected: BTreeSet<_> = table.filter(is_here).collect();
    assert_eq!(provoked, expected);
}

#[tokio::test]
async fn the_reason_of_a_failure_stays_in_the_log() {
    let answer = Server::new().get("/lookup/label/discogs:666").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.text().contains("record"), "{}", answer.text());
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let server = Server::new();
    for (method, path, allowed) in [
        (Method::POST, "/lookup/track/x", "GET,HEAD"),
        (Method::GET, "/batch/lookup", "POST"),
        (Method::DELETE, "/v1/search", "GET,HEAD"),
    ] {
        let answer = server.send(request(method, path, &[], "")).await;
        assert_eq!(answer.problem(), "405 method_not_allowed -");
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
}
