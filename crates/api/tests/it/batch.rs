//! Many look-ups in one request.

use http::StatusCode;
use model::Kind;
use serde_json::{Value, json};

use crate::Server;
use crate::fixture::{self, mbid};

fn keys(map: &Value) -> Vec<&str> {
    map.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

#[tokio::test]
async fn a_batch_answers_under_the_ids_that_were_sent_and_lists_the_rest() {
    let server = Server::new();
    let (track, placed) = (mbid(Kind::Recording, 1), mbid(Kind::Track, 4));
    let merged = mbid(Kind::Artist, fixture::MERGED);
    let request = json!({
        "tracks": [track, placed, "isrc:GBAAA0100002", track, "nonsense", mbid(Kind::Artist, 1)],
        "artists": [merged, "discogs:108713", "discogs:1"],
        "albums": ["upc:731453463822", mbid(Kind::ReleaseGroup, 2)],
        "isrcs": [fixture::SHARED_ISRC, "gb-aaa-01-00002", "USZZZ0000000", "x"],
    });
    let answer = server.post("/batch/lookup", &request.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let body = answer.json();
    assert_eq!(keys(&body["tracks"]).len(), 3);
    assert_eq!(body["tracks"][&placed]["name"], "Come Home (mono)");
    assert_eq!(body["tracks"]["isrc:GBAAA0100002"], body["tracks"][&track]);
    assert_eq!(body["artists"][&merged]["id"], json!(mbid(Kind::Artist, 1)));
    assert_eq!(body["artists"]["discogs:108713"], body["artists"][&merged]);
    assert_eq!(body["albums"]["upc:731453463822"]["id"], json!(mbid(Kind::Release, 1)));
    assert_eq!(keys(&body["albums"]).len(), 2);
    assert_eq!(body["isrcs"][fixture::SHARED_ISRC].as_array().map(Vec::len), Some(2));
    assert_eq!(body["isrcs"]["gb-aaa-01-00002"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        body["not_found"],
        json!({
            "tracks": ["nonsense", mbid(Kind::Artist, 1)],
            "artists": ["discogs:1"],
            "albums": [],
            "isrcs": ["USZZZ0000000", "x"],
        })
    );
    // The same items are answered by the single look-ups.
    let single = server.get_ok(&format!("/lookup/track/{track}")).await;
    assert_eq!(body["tracks"][&track], single);
    let single = server.get_ok("/lookup/album/upc:731453463822").await;
    assert_eq!(body["albums"]["upc:731453463822"], single);
}

#[tokio::test]
async fn four_hundred_items_are_answered_and_one_more_is_refused() {
    let server = Server::new();
    let ids = |n: usize| vec![mbid(Kind::Recording, 2); n];
    let request = json!({"tracks": ids(200), "isrcs": ids(200)});
    let answer = server.post("/v1/batch/lookup", &request.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let request = json!({"tracks": ids(200), "artists": ids(201)});
    let answer = server.post("/batch/lookup", &request.to_string()).await;
    assert_eq!(answer.problem(), "400 batch_too_large -");
    let answer = server.post("/batch/lookup", "{}").await;
    assert_eq!(answer.json()["not_found"]["tracks"], json!([]));
}

#[tokio::test]
async fn a_batch_costs_a_token_and_one_more_for_every_fifty_items() {
    let server = Server::limited(1, 20);
    let request = json!({"tracks": vec![mbid(Kind::Recording, 2); 400]}).to_string();
    let answer = server.post("/batch/lookup", &request).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("x-ratelimit-remaining"), "11");
    assert_eq!(server.post("/batch/lookup", &request).await.header("x-ratelimit-remaining"), "2");
    let refused = server.post("/batch/lookup", &request).await;
    assert_eq!(refused.problem(), "429 rate_limited -");
    assert_ne!(refused.header("retry-after"), "");
    let small = json!({"tracks": vec![mbid(Kind::Recording, 2); 49]}).to_string();
    assert_eq!(server.post("/batch/lookup", &small).await.status, StatusCode::OK);
}

#[tokio::test]
async fn bodies_that_are_not_batches_are_refused_by_name() {
    let server = Server::new();
    for (body, problem) in [
        ("", "400 malformed_body -"),
        ("{", "400 malformed_body -"),
        (r#"{"songs": []}"#, "400 unknown_field songs"),
        (r#"{"tracks": "x"}"#, "400 invalid_field tracks"),
        (r#"{"tracks": [1]}"#, "400 invalid_field tracks[0]"),
    ] {
        assert_eq!(server.post("/batch/lookup", body).await.problem(), problem, "{body}");
    }
}
