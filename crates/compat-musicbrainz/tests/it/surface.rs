//! What holds for every request: formats, headers, refusals.

use axum::body::Body;
use http::{Method, Request};

use crate::world::{NOW_S, World};

const CHOIR: &str = "a2715700-0000-4000-8000-000000000010";

#[tokio::test]
async fn an_answer_has_a_tag_that_saves_it_the_second_time() {
    let world = World::shop();
    let first = world.json(&format!("artist/{CHOIR}")).await;
    assert_eq!(first.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(first.json()["name"], "The Lanternfish Choir");
    let tag = first.header("etag").to_owned();
    let request = Request::get(format!("/ws/2/artist/{CHOIR}"))
        .header("accept", "application/json")
        .header("if-none-match", &tag);
    let second = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((second.status.as_u16(), second.body.len()), (304, 0));
    let xml = world.xml(&format!("artist/{CHOIR}")).await;
    assert_eq!(xml.header("content-type"), "application/xml; charset=utf-8");
    assert_ne!(xml.header("etag"), tag);
}

#[tokio::test]
async fn pages_of_other_origins_may_read_answers_and_refusals() {
    let world = World::shop();
    for path in ["artist/x", &format!("artist/{CHOIR}")] {
        let answer = world.json(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
    let request = Request::builder().method(Method::OPTIONS).uri("/ws/2/artist");
    let answer = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn refusals_are_in_the_words_of_musicbrainz() {
    let world = World::shop();
    for (path, expected) in [
        ("artist/x", "400 Invalid mbid."),
        ("artist/00000000-0000-4000-8000-000000000000", "404 Not Found"),
        ("nothing/x", "404 Not Found"),
        (
            "artist",
            "400 The given parameters do not match any available query type for the artist resource.",
        ),
        ("artist?area=x", "400 Invalid mbid."),
        ("isrc/x", "400 Invalid isrc."),
        ("iswc/x", "400 Invalid iswc."),
        ("discid/x", "400 Invalid discid."),
        ("discid/-?toc=1+2+3", "400 Invalid TOC"),
        ("genre?query=x", "501 This hasn't been implemented yet."),
        ("collection/x", "401 You are not authorized to access this resource."),
        ("rating?id=x&entity=artist", "401 You are not authorized to access this resource."),
        (
            "tag?id=x",
            "400 The given parameters do not match any available query type for the tag resource.",
        ),
        (
            &format!("artist/{CHOIR}?inc=user-tags"),
            "401 You are not authorized to access this resource.",
        ),
        (
            &format!("artist/{CHOIR}?inc=releases&type=x"),
            "400 x is not a recognized release-group type.",
        ),
        (
            &format!("artist/{CHOIR}?inc=releases&status=x"),
            "400 x is not a recognized release status.",
        ),
        (
            &format!("artist/{CHOIR}?type=album"),
            "400 type is not a valid parameter unless releases or release-groups are requested.",
        ),
        (
            &format!("artist/{CHOIR}?status=official"),
            "400 status is not a valid parameter unless releases are requested.",
        ),
        (
            &format!("release?artist={CHOIR}&limit=x"),
            "400 The 'limit' and 'offset' parameters must be positive integers",
        ),
        (
            &format!("release?artist={CHOIR}&release-group-status=all"),
            "400 release-group-status is not a valid parameter unless release groups are browsed by artist.",
        ),
    ] {
        let answer = world.json(path).await;
        assert_eq!(answer.error(), expected, "{path}");
        let help = "For usage, please see: https://musicbrainz.org/development/mmd";
        assert_eq!(answer.json()["help"], help);
    }
}

#[tokio::test]
async fn who_writes_is_told_to_sign_in_and_other_methods_are_not_there() {
    let world = World::shop();
    let send = |method: Method, path: &'static str| {
        let request =
            Request::builder().method(method).uri(path).header("accept", "application/json");
        world.send(request.body(Body::empty()).unwrap())
    };
    let answer = send(Method::POST, "/ws/2/rating?client=test").await;
    assert_eq!(answer.error(), "401 You are not authorized to access this resource.");
    let answer = send(Method::POST, "/ws/2/artist").await;
    assert_eq!(answer.error(), "405 POST is not allowed on this endpoint.");
}

#[tokio::test]
async fn a_merged_id_leads_to_the_survivor_with_the_query_kept() {
    let world = World::shop();
    let merged = testkit::mbid::merged("artist", 10);
    let answer = world.json(&format!("artist/{merged}?inc=aliases")).await;
    assert_eq!(answer.status, 301);
    assert_eq!(answer.header("location"), format!("/ws/2/artist/{CHOIR}?inc=aliases"));
    let browsed = world.json(&format!("release?artist={merged}&limit=100")).await;
    let direct = world.json(&format!("release?artist={CHOIR}&limit=100")).await;
    assert_eq!(browsed.json(), direct.json());
    assert!(direct.json()["release-count"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn covers_are_listed_in_the_shape_of_the_archive() {
    let Some(world) = World::of_fixture("main") else { return };
    let id = "aff4a693-5970-4e2e-bd46-e2ee49c22de7";
    let request = Request::get(format!("/release/{id}")).body(Body::empty()).unwrap();
    let answer = world.send(request).await.json();
    let image = &answer["images"][0];
    assert_eq!(image["front"], true);
    assert_eq!(answer["release"], format!("https://musicbrainz.org/release/{id}"));
    let address = image["image"].as_str().unwrap();
    assert!(
        address.starts_with(&format!("https://coverartarchive.org/release/{id}/")),
        "{address}"
    );
    assert!(image["thumbnails"]["small"].as_str().unwrap().ends_with("-250.jpg"));
    let request = Request::get("/release-group/x").body(Body::empty()).unwrap();
    assert_eq!(world.send(request).await.status, 400);
}

#[tokio::test]
async fn who_asks_too_often_is_told_as_musicbrainz_does() {
    let rate = edge::limits::Rate::new(1, 1).unwrap();
    let options =
        edge::Options { rate: Some(rate), limit_loopback: true, ..edge::Options::default() };
    let world = World::empty(options);
    let first = world.json(&format!("artist/{CHOIR}")).await;
    assert_eq!(first.status, 503);
    assert_eq!(first.json()["error"], "The server cannot answer this at the moment.");
    let second = world.json(&format!("artist/{CHOIR}")).await;
    assert_eq!(second.status, 503);
    assert!(second.json()["error"].as_str().unwrap().contains("rate limit"), "{}", second.text());
    let reset: i64 = second.header("x-ratelimit-reset").parse().unwrap();
    assert!(reset >= NOW_S, "{reset}");
}
