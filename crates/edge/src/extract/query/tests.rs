//! Claims about query strings.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde::Deserialize;

use super::parse_query;
use crate::paging::Limit;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Track,
    Artist,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read through Debug")]
struct Search {
    q: String,
    #[serde(default)]
    limit: Limit,
    kind: Option<Kind>,
    #[serde(default)]
    include: Vec<String>,
    year: Option<u16>,
    live: Option<bool>,
}

fn check(query: &str, expected: Expect) {
    let text = match parse_query::<Search>(query) {
        Ok(search) => format!("{search:?}"),
        Err(problem) => serde_json::to_string(&problem.body(None)).unwrap_or_default(),
    };
    let text = text.replace("\"type\":\"urn:gatefold:problem:", "…\"");
    expected.assert_eq(&text);
}

#[test]
fn every_type_of_field_is_read() {
    check(
        "q=AC%2FDC+live&limit=50&kind=artist&include=a,b&year=1980&live=true",
        expect![[
            r#"Search { q: "AC/DC live", limit: Limit(50), kind: Some(Artist), include: ["a", "b"], year: Some(1980), live: Some(true) }"#
        ]],
    );
    check(
        "q=",
        expect![[
            r#"Search { q: "", limit: Limit(20), kind: None, include: [], year: None, live: None }"#
        ]],
    );
}

#[test]
fn what_is_wrong_is_named() {
    check(
        "q=a&limmit=3",
        expect![[
            r#"{…"unknown_parameter","title":"Unknown query parameter","status":400,"code":"unknown_parameter","detail":"there is no parameter \"limmit\" here","parameter":"limmit","allowed":["q","limit","kind","include","year","live"]}"#
        ]],
    );
    check(
        "limit=3",
        expect![[
            r#"{…"missing_parameter","title":"Missing query parameter","status":400,"code":"missing_parameter","detail":"the parameter \"q\" is required","parameter":"q"}"#
        ]],
    );
    check(
        "q=a&q=b",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"q\" is there twice","parameter":"q"}"#
        ]],
    );
    check(
        "q=a&limit=51",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"limit\" must be from 1 to 50","parameter":"limit"}"#
        ]],
    );
    check(
        "q=a&limit=many",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"limit\" must be a whole number","parameter":"limit"}"#
        ]],
    );
    check(
        "q=a&year=70000",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"year\" must be a whole number from 0 to 65535","parameter":"year"}"#
        ]],
    );
    check(
        "q=a&kind=album",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"kind\" must be one of: track, artist","parameter":"kind"}"#
        ]],
    );
    check(
        "q=a&live=yes",
        expect![[
            r#"{…"invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"the parameter \"live\" must be true or false","parameter":"live"}"#
        ]],
    );
}

#[test]
fn too_many_pairs_are_refused_before_they_are_looked_at() {
    check(
        &"x=1&".repeat(100_000),
        expect![[
            r#"{…"bad_request","title":"The request cannot be understood","status":400,"code":"bad_request","detail":"the query has more than 64 parameters"}"#
        ]],
    );
}

proptest! {
    #[test]
    fn no_query_makes_the_reader_fail(query in ".{0,200}") {
        let _ = parse_query::<Search>(&query);
    }
}
