//! Claims about entity tags.

use std::convert::Infallible;

use axum::response::Response;
use http::header::{ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use proptest::prelude::*;

use super::{Etag, respond, weaken};

fn asking(line: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(line) {
        headers.insert(IF_NONE_MATCH, value);
    }
    headers
}

fn tag() -> Etag {
    Etag::from_parts(&[31, 0, 0xdead_beef])
}

#[test]
fn parts_become_hexadecimal_numbers() {
    assert_eq!(tag().header(), "\"1f-0-deadbeef\"");
    assert_eq!(Etag::from_parts(&[u64::MAX]).header(), "\"ffffffffffffffff\"");
    assert_ne!(Etag::of_bytes(b"a"), Etag::of_bytes(b"b"));
}

#[test]
fn a_listed_tag_matches_weak_or_strong() {
    for line in ["\"1f-0-deadbeef\"", "W/\"1f-0-deadbeef\"", "\"a,b\" , W/\"1f-0-deadbeef\"", "*"] {
        assert!(tag().matches(&asking(line.as_bytes())), "{line}");
    }
}

#[test]
fn another_tag_or_garbage_does_not_match() {
    for line in
        ["\"1f-0\"", "1f-0-deadbeef", "\"1f-0-deadbeef", "", ",,,", "W/", "w/\"1f-0-deadbeef\""]
    {
        assert!(!tag().matches(&asking(line.as_bytes())), "{line}");
    }
}

#[test]
fn every_line_of_the_header_counts() {
    let mut headers = asking(b"\"x\"");
    headers.append(IF_NONE_MATCH, tag().header());
    assert!(tag().matches(&headers));
}

#[test]
fn a_known_version_is_answered_without_making_it() {
    let headers = asking(b"\"1f-0-deadbeef\"");
    let answer = respond(&headers, tag(), "public, max-age=60", || {
        panic!("the answer was made although the client has it")
    });
    let answer: Result<Response, Infallible> = answer;
    let Ok(response) = answer;
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(response.headers()[ETAG], "\"1f-0-deadbeef\"");
    assert_eq!(response.headers()["cache-control"], "public, max-age=60");
}

#[test]
fn a_compressed_answer_has_a_weak_tag() {
    let mut headers = HeaderMap::new();
    headers.insert(ETAG, tag().header());
    weaken(&mut headers);
    weaken(&mut headers);
    assert_eq!(headers[ETAG], "W/\"1f-0-deadbeef\"");
}

proptest! {
    #[test]
    fn no_header_makes_the_reader_fail(line in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = tag().matches(&asking(&line));
    }
}
