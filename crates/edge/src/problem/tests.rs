//! Claims about error bodies.

use expect_test::expect;

use super::{Problem, code, shorten};

#[test]
fn codes_names_and_statuses_stay_as_they_are() {
    let table: String =
        code::ALL.iter().map(|code| format!("{} {}\n", code.status.as_u16(), code.name)).collect();
    expect![[r#"
        400 bad_request
        400 unknown_parameter
        400 missing_parameter
        400 invalid_parameter
        400 invalid_cursor
        400 malformed_body
        400 unknown_field
        400 missing_field
        400 invalid_field
        404 not_found
        404 no_such_path
        405 method_not_allowed
        408 timeout
        413 payload_too_large
        415 unsupported_media_type
        429 rate_limited
        500 internal
        503 unavailable
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_body_names_the_parameter_and_the_request() {
    let problem = Problem::new(code::UNKNOWN_PARAMETER)
        .detail("there is no parameter of this name")
        .parameter("limmit")
        .allowed(["q", "limit"]);
    let text = serde_json::to_string_pretty(&problem.body(Some("abc"))).unwrap_or_default();
    expect![[r#"
        {
          "type": "urn:gatefold:problem:unknown_parameter",
          "title": "Unknown query parameter",
          "status": 400,
          "code": "unknown_parameter",
          "detail": "there is no parameter of this name",
          "parameter": "limmit",
          "allowed": [
            "q",
            "limit"
          ],
          "request_id": "abc"
        }"#]]
    .assert_eq(&text);
}

#[test]
fn the_cause_is_kept_from_the_client() {
    let problem = Problem::internal("MDB_CORRUPTED: page 17");
    let text = serde_json::to_string(&problem.body(None)).unwrap_or_default();
    assert!(!text.contains("MDB"), "{text}");
    assert_eq!(problem.cause().map(ToString::to_string).as_deref(), Some("MDB_CORRUPTED: page 17"));
}

#[test]
fn a_long_echo_is_cut_between_characters() {
    let text = shorten(&"é".repeat(1000));
    assert_eq!(text.chars().count(), 65);
    assert_eq!(shorten("short"), "short");
}
