//! What all paths share: who asks, headers, limits, errors of the server.

use edge::limits::Rate;
use http::Request;
use serde_json::json;

use crate::world::{NOW_S, World};

#[tokio::test]
async fn who_asks_is_known_before_a_body_is_read() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let cases = [
        ("", "401 You need to provide an Authorization header."),
        ("Token", "401 Provided Authorization header is invalid."),
        ("Token nonsense", "401 Invalid authorization token."),
    ];
    let writes = [
        "submit-listens",
        "delete-listen",
        "playing-now/delete",
        "latest-import",
        "pin",
        "pin/unpin",
        "feedback/recording-feedback",
    ];
    for path in writes {
        for (value, expected) in cases {
            let request = Request::post(format!("/1/{path}")).header("authorization", value);
            let answer = world.raw(request.body("{".into()).unwrap()).await;
            assert_eq!(answer.error(), expected, "{path}");
        }
    }
    // The first word does not matter.
    for word in ["Token", "token", "Bearer", "x"] {
        let request =
            Request::post("/1/submit-listens").header("authorization", format!("{word} {token}"));
        let answer = world.raw(request.body("[]".into()).unwrap()).await;
        assert_eq!(answer.status, 400, "{word}");
    }
}

#[tokio::test]
async fn a_token_is_told_whose_it_is() {
    let world = World::new().await;
    let token = world.person("Maya").await;
    let valid = json!({"code": 200, "message": "Token valid.", "valid": true, "user_name": "Maya"});
    assert_eq!(world.send(&token, "GET /1/validate-token", "").await.json(), valid);
    assert_eq!(world.get(&format!("/1/validate-token?token={token}")).await.json(), valid);
    let invalid = world.get("/1/validate-token?token=x").await;
    assert_eq!(invalid.status, 200);
    assert_eq!(invalid.json(), json!({"code": 200, "message": "Token invalid.", "valid": false}));
    let none = world.get("/1/validate-token").await;
    assert_eq!(none.error(), "400 You need to provide an Authorization token.");
}

#[tokio::test]
async fn the_same_paths_are_below_another_prefix() {
    let world = World::new().await;
    let token = world.person("maya").await;
    let answer = world.send(&token, "GET /apis/listenbrainz/1/validate-token", "").await;
    assert_eq!(answer.json()["user_name"], "maya");
    assert_eq!(world.get("/apis/listenbrainz/1/user/maya/listen-count").await.status, 200);
}

#[tokio::test]
async fn pages_of_other_origins_may_ask() {
    let world = World::new().await;
    world.person("maya").await;
    for (call, methods) in
        [("/1/submit-listens", "POST, OPTIONS"), ("/1/latest-import", "GET, HEAD, POST, OPTIONS")]
    {
        let answer = world.send("", &format!("OPTIONS {call}"), "").await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, ""));
        assert_eq!(answer.header("access-control-allow-methods"), methods);
        assert_eq!(answer.header("access-control-max-age"), "21600");
    }
    for path in ["/1/user/maya/listens", "/1/user/x/listens", "/1/nothing"] {
        let answer = world.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("access-control-allow-headers"), "Authorization, Content-Type");
        let methods = if path == "/1/nothing" { "" } else { "GET, HEAD, OPTIONS" };
        assert_eq!(answer.header("access-control-allow-methods"), methods);
    }
}

#[tokio::test]
async fn the_limiter_speaks_with_their_names() {
    let options =
        edge::Options { rate: Rate::new(1, 2), limit_loopback: true, ..edge::Options::default() };
    let world = World::with(options).await;
    world.person("maya").await;
    let answer = world.get("/1/user/maya/listen-count").await;
    let header = |name: &str| answer.header(&format!("x-ratelimit-{name}")).parse::<i64>().unwrap();
    assert_eq!((header("limit"), header("remaining")), (2, 1));
    assert_eq!((header("reset-in"), header("reset")), (1, NOW_S + 1));
    let exposed = answer.header("access-control-expose-headers");
    assert_eq!(
        exposed,
        "X-RateLimit-Remaining,X-RateLimit-Limit,X-RateLimit-Reset,X-RateLimit-Reset-In"
    );
    world.get("/1/user/maya/listen-count").await;
    let refused = world.get("/1/user/maya/listen-count").await;
    assert_eq!(
        refused.error(),
        "429 You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit."
    );
    assert_eq!(refused.header("x-ratelimit-remaining"), "0");
}

#[tokio::test]
async fn errors_of_the_server_have_their_form() {
    let world = World::new().await;
    let wrong_method = world.get("/1/submit-listens").await;
    assert_eq!(wrong_method.status, 405);
    assert!(wrong_method.error().starts_with("405 "));
    assert!(world.get("/1/nothing").await.error().starts_with("404 "));
    // Paths of other surfaces keep the form of theirs.
    assert_eq!(world.get("/v1/other").await.text(), "other");
    for path in ["/v1/nothing", "/nothing"] {
        let answer = world.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (404, "application/problem+json")
        );
    }
}

#[tokio::test]
async fn services_are_told_to_nobody_else() {
    let world = World::new().await;
    let (maya, sam) = (world.person("Maya").await, world.person("sam").await);
    let call = "GET /1/user/maya/services";
    let own = world.send(&maya, call, "").await.json();
    assert_eq!(own, json!({"user_name": "Maya", "services": []}));
    let other = world.send(&sam, call, "").await;
    assert_eq!(other.error(), "403 You don't have permissions to view this user's information.");
    let nobody = world.send("", call, "").await;
    assert_eq!(nobody.error(), "401 You need to provide an Authorization header.");
}

#[tokio::test]
async fn people_are_similar_who_hear_the_same() {
    let world = World::new().await;
    for (name, artists) in [("maya", "AB"), ("sam", "AC"), ("otto", "D"), ("kim", "AB")] {
        let token = world.person(name).await;
        let listen = |(at, artist): (i64, char)| {
            let track = json!({"artist_name": artist, "track_name": "Song"});
            json!({"listened_at": NOW_S - 600 * (at + 1), "track_metadata": track})
        };
        let payload: Vec<_> = (0..).zip(artists.chars()).map(listen).collect();
        let body = json!({"listen_type": "import", "payload": payload});
        assert_eq!(world.post(&token, "/1/submit-listens", &body).await.status, 200);
    }
    let similar = world.get("/1/user/maya/similar-users").await.json();
    let rounded = |it: &serde_json::Value| {
        let similarity = (it["similarity"].as_f64().unwrap() * 100.0).round();
        (it["user_name"].as_str().unwrap().to_owned(), similarity as i64)
    };
    let people: Vec<_> = similar["payload"].as_array().unwrap().iter().map(rounded).collect();
    assert_eq!(people, [("kim".to_owned(), 100), ("sam".to_owned(), 50)]);
    let sam = world.get("/1/user/maya/similar-to/sam").await.json();
    assert_eq!(rounded(&sam["payload"]).1, 50);
    for stranger in ["otto", "nobody"] {
        let answer = world.get(&format!("/1/user/maya/similar-to/{stranger}")).await;
        assert_eq!(answer.error(), "404 Similar-to user not found");
    }
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_their_names() {
    let world = World::new().await;
    world.person("Maya").await;
    world.person("mayor").await;
    let both = [accounts::Scope::ListensRead, accounts::Scope::ListensWrite];
    let hidden = world.person_with("mayhem", accounts::Visibility::Private, &both).await;
    let all = json!({"users": [{"user_name": "Maya"}, {"user_name": "mayor"}]});
    assert_eq!(world.get("/1/search/users/?search_term=MAY").await.json(), all);
    let own = world.send(&hidden, "GET /1/search/users?search_term=mayh", "").await.json();
    assert_eq!(own, json!({"users": [{"user_name": "mayhem"}]}));
    assert_eq!(world.get("/1/search/users/").await.json(), json!({"users": []}));
}
