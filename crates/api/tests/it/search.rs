//! Searches by text.

use std::time::Duration;

use http::StatusCode;
use model::Kind;
use serde_json::{Value, json};

use crate::Server;
use crate::fixture::mbid;

fn names(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|item| item["name"].as_str()).collect()
}

#[tokio::test]
async fn tracks_are_found_by_title_artist_and_album_in_any_order() {
    let server = Server::new();
    for words in ["come%20home", "home+lanterns+come", "HARBOUR+come", "come+ho", "come+hime"] {
        let found = server.get_ok(&format!("/search/track?q={words}")).await;
        assert_eq!(names(&found["tracks"]), ["Come Home"], "{words}");
        assert_eq!(found["next_cursor"], Value::Null);
    }
    let found = server.get_ok("/v1/search/track?q=cafe").await;
    assert_eq!(found["tracks"][0]["id"], json!(mbid(Kind::Recording, 2)));
    let single = server.get_ok(&format!("/lookup/track/{}", mbid(Kind::Recording, 2))).await;
    assert_eq!(found["tracks"][0], single);
}

#[tokio::test]
async fn artists_and_albums_are_found() {
    let server = Server::new();
    let found = server.get_ok("/search/artist?q=lanterns").await;
    assert_eq!(names(&found["artists"]), ["The Lanterns"]);
    let found = server.get_ok("/search/album?q=harbour").await;
    assert_eq!(found["albums"][0]["id"], json!(mbid(Kind::Release, 1)));
}

#[tokio::test]
async fn pages_follow_one_another_by_cursor() {
    let server = Server::new();
    let all = server.get_ok("/search/track?q=lanterns").await;
    let expected = names(&all["tracks"]);
    assert_eq!(expected.len(), 3);
    let (mut found, mut address) = (Vec::new(), "/search/track?q=lanterns&limit=1".to_owned());
    for _ in 0..3 {
        let page = server.get_ok(&address).await;
        found.extend(names(&page["tracks"]).into_iter().map(str::to_owned));
        let cursor = page["next_cursor"].as_str().unwrap_or_default();
        address = format!("/search/track?q=lanterns&limit=1&cursor={cursor}");
    }
    assert_eq!(found, expected);
    assert!(address.ends_with('='), "the last page has no cursor");
    let first = server.get_ok("/search/track?q=lanterns&limit=1").await;
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let other = format!("/search/track?q=lantern&cursor={cursor}");
    assert_eq!(server.get_problem(&other).await, "400 invalid_cursor cursor");
}

#[tokio::test]
async fn suggestions_are_of_all_kinds_and_fit_in_a_line() {
    let server = Server::new();
    let found = server.get_ok("/search?q=lant").await;
    assert_eq!(names(&found["artists"]), ["The Lanterns"]);
    assert_eq!(names(&found["albums"]), ["Harbour Lights", "Lanterns for All"]);
    assert_eq!(names(&found["tracks"]).len(), 3);
    let cafe = server.get_ok("/search?q=cafe&limit=1").await;
    assert_eq!(
        cafe["tracks"],
        json!([{
            "kind": "track",
            "id": mbid(Kind::Recording, 2),
            "name": "Café del Mar",
            "artists": "Lanterns feat. Maya O.",
            "disambiguation": "live, 2000 \"take\" 2",
            "release_date": null,
            "popularity": 30,
        }])
    );
}

#[tokio::test]
async fn no_text_does_harm() {
    let server = Server::new();
    let long = "lantern%20".repeat(1000);
    for text in [
        "AC%2FDC",
        "%22%22",
        "**",
        "!!!",
        "P!nk",
        "((",
        "%F0%9F%8E%B5%F0%9F%8E%B5",
        "%E6%84%9B%E6%83%85",
        "%D8%AD%D8%A8",
        "title%3Ax%20AND%20%28",
        "%00%00",
        "a%27%3B--",
        &long,
    ] {
        for path in ["/search", "/search/track", "/search/artist", "/search/album"] {
            let answer = server.get(&format!("{path}?q={text}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} {text}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn short_texts_and_wrong_limits_are_refused() {
    let server = Server::new();
    for path in ["/search", "/search/track", "/search/artist", "/search/album"] {
        for (query, problem) in [
            ("", "400 missing_parameter q"),
            ("?q=", "400 query_too_short q"),
            ("?q=a", "400 query_too_short q"),
            ("?q=%20a%20", "400 query_too_short q"),
            ("?q=%C3%A9", "400 query_too_short q"),
            ("?q=ab&limit=0", "400 invalid_parameter limit"),
            ("?q=ab&limit=51", "400 invalid_parameter limit"),
            ("?q=ab&limit=x", "400 invalid_parameter limit"),
            ("?q=ab&q=cd", "400 invalid_parameter q"),
            ("?q=ab&size=3", "400 unknown_parameter size"),
        ] {
            assert_eq!(
                server.get_problem(&format!("{path}{query}")).await,
                problem,
                "{path}{query}"
            );
        }
        let answer = server.get(&format!("{path}?q=%C3%A9%C3%A9&limit=50")).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_search_past_its_deadline_is_408() {
    let options = api::Options { search_deadline: Duration::ZERO, ..api::Options::default() };
    let server = Server::with(options, edge::Options::default());
    for path in ["/search", "/search/track", "/search/artist", "/search/album"] {
        assert_eq!(server.get_problem(&format!("{path}?q=come+home")).await, "408 timeout -");
    }
}
