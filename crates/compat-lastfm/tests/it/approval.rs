//! The page on which a person approves a program, and the key that the program fetches then.

use axum::body::Body;
use http::Request;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN};

use crate::world::{Answer, PASSWORD, World};

async fn new_token(world: &World) -> String {
    let answer = world.post("/2.0/", "method=auth.getToken&api_key=player").await;
    answer.between("<token>", "</token>").to_owned()
}

async fn fetch(world: &World, token: &str) -> Answer {
    world.post("/2.0/", &format!("method=auth.getSession&api_key=player&token={token}")).await
}

/// A form that a page of some site sends, with a cookie or without.
async fn submit(world: &World, access: Option<&str>, origin: &str, form: String) -> Answer {
    let mut request =
        Request::builder().method("POST").uri("/api/auth/").header("host", "music.example");
    request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(access) = access {
        request = request.header(COOKIE, format!("gf_session={access}"));
    }
    if !origin.is_empty() {
        request = request.header(ORIGIN, origin);
    }
    world.raw(request.body(Body::from(form)).unwrap()).await
}

#[tokio::test]
async fn a_program_waits_for_a_person_and_gets_its_key_once() {
    let world = World::new().await;
    let token = new_token(&world).await;
    assert!(fetch(&world, &token).await.text.contains("code=\"14\""));
    let path = format!("/api/auth/?api_key=player&token={token}");
    let page = world.get(&path).await;
    assert!(page.text.contains("<b>player</b>") && page.text.contains("name=\"password\""));
    assert_eq!(page.header("x-frame-options"), "DENY");
    let form =
        |password: &str| format!("api_key=player&token={token}&name=maya&password={password}");
    let refused = submit(&world, None, "", form("wrong")).await;
    assert_eq!((refused.status.as_u16(), refused.text.contains("is wrong")), (403, true));
    let approved = submit(&world, None, "", form(&PASSWORD.replace(' ', "+"))).await;
    assert_eq!((approved.status.as_u16(), approved.text.contains("Approved")), (200, true));
    let fetched = fetch(&world, &token).await;
    assert_eq!(fetched.between("<name>", "</name>"), "Maya");
    let key = fetched.between("<key>", "</key>").to_owned();
    let form = format!("method=track.scrobble&sk={key}&artist=A&track=B&timestamp=1795229000");
    assert!(world.post("/2.0/", &form).await.text.contains("accepted=\"1\""));
    assert!(fetch(&world, &token).await.text.contains("code=\"15\""));
}

#[tokio::test]
async fn who_is_signed_in_only_agrees_and_no_other_site_agrees_for_anybody() {
    let world = World::new().await;
    let token = new_token(&world).await;
    let (_, access) = world.caller("maya").await;
    let path = format!("/api/auth/?api_key=player&token={token}");
    let request = Request::builder().uri(&path).header(COOKIE, format!("gf_session={access}"));
    let page = world.raw(request.body(Body::empty()).unwrap()).await;
    assert!(!page.text.contains("name=\"password\""), "{}", page.text);
    let form = format!("api_key=player&token={token}");
    for origin in ["", "http://evil.example", "null"] {
        let answer = submit(&world, Some(&access), origin, form.clone()).await;
        assert_eq!(answer.status.as_u16(), 403, "{origin}");
    }
    assert!(fetch(&world, &token).await.text.contains("code=\"14\""));
    let answer = submit(&world, Some(&access), "http://music.example", form).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert!(fetch(&world, &token).await.text.contains("<key>"));
}

#[tokio::test]
async fn a_web_program_is_called_back_with_its_token() {
    let world = World::new().await;
    let (_, access) = world.caller("maya").await;
    let form = "api_key=player&cb=https%3A%2F%2Fplayer.example%2Fback%3Fa%3D1".to_owned();
    let answer = submit(&world, Some(&access), "http://music.example", form).await;
    let place = answer.headers[LOCATION].to_str().unwrap();
    let token = place.strip_prefix("https://player.example/back?a=1&token=").unwrap();
    assert!(fetch(&world, token).await.text.contains("<key>"));
}

#[tokio::test]
async fn a_page_is_for_those_who_have_something_to_ask() {
    let world = World::new().await;
    for query in ["", "?api_key=player", "?token=x", "?api_key=player&cb=javascript:alert(1)"] {
        assert_eq!(world.get(&format!("/api/auth{query}")).await.status.as_u16(), 400, "{query}");
    }
    let answer = world.get("/api/auth/?api_key=player&token=x").await;
    assert_eq!((answer.status.as_u16(), answer.text.contains("Too late")), (403, true));
    let token = world.accounts.new_scrobbler_request("<b>&\"'");
    let query = format!("/api/auth/?api_key=%3Cb%3E%26%22%27&token={token}");
    let page = world.get(&query).await.text;
    assert!(page.contains("<b>&lt;b&gt;&amp;&quot;&apos;</b>"), "{page}");
    assert!(page.contains("value=\"&lt;b&gt;&amp;&quot;&apos;\""), "{page}");
}
