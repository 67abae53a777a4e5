//! Claims about JSON bodies.
#![expect(clippy::unwrap_used, reason = "tests")]

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use expect_test::{Expect, expect};
use serde::Deserialize;

use super::Json;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read through Debug")]
struct Batch {
    tracks: Vec<String>,
    #[serde(default)]
    artists: Vec<String>,
}

fn post(content_type: &str, body: impl Into<Body>) -> String {
    let request =
        Request::post("/").header("content-type", content_type).body(body.into()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    match runtime.block_on(Json::<Batch>::from_request(request, &())) {
        Ok(Json(batch)) => format!("{batch:?}"),
        Err(problem) => {
            let body = problem.body(None);
            let (parameter, detail) =
                (body.parameter.unwrap_or_default(), body.detail.unwrap_or_default());
            format!("{} {} [{parameter}] {detail}", body.status, body.code)
        }
    }
}

fn check(body: &'static str, expected: Expect) {
    expected.assert_eq(&post("application/json", body));
}

#[test]
fn what_is_wrong_is_named() {
    check(r#"{"tracks": ["a"]}"#, expect![[r#"Batch { tracks: ["a"], artists: [] }"#]]);
    check(
        r#"{"tracks": [], "album": []}"#,
        expect!["400 unknown_field [album] unknown field `album`, expected `tracks` or `artists`"],
    );
    check(
        r#"{"artists": []}"#,
        expect![[r#"400 missing_field [tracks] the field "tracks" is required"#]],
    );
    check(
        r#"{"tracks": ["a", 5]}"#,
        expect!["400 invalid_field [tracks[1]] invalid type: integer `5`, expected a string"],
    );
    check(r#"{"tracks": "#, expect!["400 malformed_body [] it breaks at line 1, column 11"]);
    check(r#"{"tracks": []} x"#, expect!["400 malformed_body [] something follows after the JSON"]);
    check("", expect!["400 malformed_body [] it breaks at line 1, column 0"]);
    check("\u{feff}{}", expect!["400 malformed_body [] it breaks at line 1, column 1"]);
}

#[test]
fn only_json_is_read() {
    expect![
        "415 unsupported_media_type [] send the body as application/json and say so in Content-Type"
    ]
    .assert_eq(&post("text/plain", "{}"));
    expect![
        "415 unsupported_media_type [] send the body as application/json and say so in Content-Type"
    ]
    .assert_eq(&post("application/x-www-form-urlencoded", "{}"));
    expect!["Batch { tracks: [], artists: [] }"]
        .assert_eq(&post("Application/JSON; charset=utf-8", r#"{"tracks":[]}"#));
    expect!["Batch { tracks: [], artists: [] }"]
        .assert_eq(&post("application/vnd.x+json", r#"{"tracks":[]}"#));
}

#[test]
fn a_body_over_the_limit_is_refused_with_and_without_announcement() {
    let large = vec![b' '; 1024 * 1024 + 1];
    expect!["413 payload_too_large [] at most 1048576 bytes are read"]
        .assert_eq(&post("application/json", large.clone()));
    let chunks: Vec<Result<_, std::io::Error>> =
        large.chunks(1000).map(|c| Ok(c.to_vec())).collect();
    let stream = Body::from_stream(futures::stream::iter(chunks));
    expect!["413 payload_too_large [] at most 1048576 bytes are read"]
        .assert_eq(&post("application/json", stream));
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    let deep = "[".repeat(100_000);
    expect!["400 invalid_field [[0][0]] invalid type: sequence, expected a string"]
        .assert_eq(&post("application/json", deep));
}
