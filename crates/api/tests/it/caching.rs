//! Entity tags, conditional requests, generations that change under a running server.

use http::{Method, StatusCode};
use model::Kind;

use crate::Server;
use crate::fixture::{self, mbid};
use crate::server::request;

#[tokio::test]
async fn an_answer_that_the_client_has_is_304() {
    let server = Server::new();
    let paths = [
        format!("/lookup/track/{}", mbid(Kind::Recording, 1)),
        format!("/lookup/artist/{}", mbid(Kind::Artist, 1)),
        format!("/lookup/artist/{}/albums", mbid(Kind::Artist, 1)),
        format!("/lookup/album/{}", mbid(Kind::Release, 1)),
        format!("/lookup/album/{}/tracks", mbid(Kind::Release, 1)),
        format!("/lookup/release-group/{}", mbid(Kind::ReleaseGroup, 1)),
        format!("/lookup/recording/{}", mbid(Kind::Recording, 1)),
        format!("/lookup/work/{}", mbid(Kind::Work, 1)),
        format!("/lookup/label/{}", mbid(Kind::Label, 1)),
        "/lookup/isrc/GBAAA0100001".to_owned(),
        "/lookup/upc/731453463822".to_owned(),
        "/search?q=lanterns".to_owned(),
        "/search/track?q=lanterns".to_owned(),
        "/search/artist?q=lanterns".to_owned(),
        "/search/album?q=lanterns".to_owned(),
    ];
    let mut tags = std::collections::HashSet::new();
    for path in paths {
        let first = server.get(&path).await;
        assert_eq!(first.status, StatusCode::OK, "{path}: {}", first.text());
        assert_eq!(first.header("cache-control"), "public, max-age=60", "{path}");
        let tag = first.header("etag").to_owned();
        let again = request(Method::GET, &path, &[("if-none-match", &tag)], "");
        let again = server.send(again).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!((again.bytes.len(), again.header("etag")), (0, tag.as_str()));
        let other = request(Method::GET, &path, &[("if-none-match", "\"x\"")], "");
        assert_eq!(server.send(other).await.status, StatusCode::OK);
        assert!(tags.insert(tag), "{path} has a tag of its own");
    }
}

#[tokio::test]
async fn a_new_generation_has_new_tags_and_is_served_at_once() {
    let server = Server::new();
    let path = format!("/lookup/track/{}", mbid(Kind::Recording, 1));
    let before = server.get(&path).await;
    assert!(fixture::make(server.directory.path()).is_ok());
    assert_eq!(server.live.refresh().ok().flatten(), Some(2));
    let after = server.get(&path).await;
    assert_eq!(before.json(), after.json());
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(server.get_ok("/health").await["catalogue"]["generation"], 2);
}

#[tokio::test]
async fn what_was_asked_for_lately_is_sent_again_until_the_generation_changes() {
    let server = Server::new();
    let hits = async || {
        let text = server.get("/metrics").await.text();
        let line = text.lines().find(|line| line.starts_with("gatefold_answer_cache_hits_total "));
        line.and_then(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
    };
    let track = format!("/lookup/track/{}", mbid(Kind::Recording, 1));
    let artist = format!("/lookup/artist/{}", mbid(Kind::Artist, 1));
    let first = server.get_ok(&track).await;
    assert_eq!(hits().await, Some(0.0));
    assert_eq!(server.get_ok(&track).await, first);
    assert_eq!(hits().await, Some(1.0));
    // A batch takes and keeps the same answers.
    let (recording, person) = (mbid(Kind::Recording, 1), mbid(Kind::Artist, 1));
    let request = serde_json::json!({"tracks": [recording], "artists": [person]}).to_string();
    let batch = server.post("/batch/lookup", &request).await.json();
    assert_eq!(batch["tracks"][&recording], first);
    assert_eq!(hits().await, Some(2.0));
    assert_eq!(server.get_ok(&artist).await, batch["artists"][&person]);
    assert_eq!(hits().await, Some(3.0));
    assert_eq!(server.post("/batch/lookup", &request).await.json(), batch);
    assert_eq!(hits().await, Some(5.0));
    for expected in [5.0, 6.0] {
        server.get_ok("/search/track?q=lanterns").await;
        assert_eq!(hits().await, Some(expected));
    }
    // A client that has it is told so.
    let tag = server.get(&track).await.header("etag").to_owned();
    let again = server
        .send(crate::server::request(Method::GET, &track, &[("if-none-match", &tag)], ""))
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(fixture::make(server.directory.path()).is_ok());
    assert_eq!(server.live.refresh().ok().flatten(), Some(2));
    assert_eq!(server.get_ok(&track).await, first);
    assert_eq!(hits().await, Some(0.0));
}

#[tokio::test]
async fn an_error_is_not_cached() {
    let server = Server::new();
    let answer = server.get("/lookup/track/discogs:1").await;
    assert_eq!((answer.status, answer.header("etag")), (StatusCode::NOT_FOUND, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn only_large_answers_are_compressed() {
    let server = Server::new();
    let accept = [("accept-encoding", "gzip")];
    let small = format!("/lookup/artist/{}", mbid(Kind::Artist, 1));
    let answer = server.send(request(Method::GET, &small, &accept, "")).await;
    assert_eq!(answer.header("content-encoding"), "");
    let answer = server.send(request(Method::GET, "/openapi.json", &accept, "")).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn a_head_request_answers_without_a_body() {
    let server = Server::new();
    let path = format!("/lookup/track/{}", mbid(Kind::Recording, 1));
    let answer = server.send(request(Method::HEAD, &path, &[], "")).await;
    assert_eq!((answer.status, answer.bytes.len()), (StatusCode::OK, 0));
    assert_ne!(answer.header("etag"), "");
}
