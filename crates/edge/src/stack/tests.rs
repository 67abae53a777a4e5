//! Claims about the one layer around every route.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use expect_test::{Expect, expect};
use http::header::ACCEPT_ENCODING;
use http::{HeaderValue, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{Edge, Options};
use crate::caching::Etag;
use crate::call::{Call, Peer};
use crate::client::TrustedProxies;
use crate::clock::ManualClock;
use crate::extract::{Json, NoQuery, Path};
use crate::limits::Rate;
use crate::problem::Problem;

struct Shop {
    router: Router,
    edge: Arc<Edge>,
    clock: Arc<ManualClock>,
}

async fn large() -> Response {
    let mut response = Json(vec!["a song"; 1000]).into_response();
    response.headers_mut().insert("etag", Etag::from_parts(&[1]).header());
    response
}

async fn charge(call: Call, Path(cost): Path<u32>) -> Result<&'static str, Problem> {
    call.charge(cost)?;
    Ok("paid")
}

fn shop(options: Options) -> Shop {
    let clock = Arc::new(ManualClock::default());
    let edge = Edge::new(options, clock.clone());
    let router = Router::new()
        .route("/small", get(|_: NoQuery| async { "small" }))
        .route("/large", get(large))
        .route("/charge/{cost}", get(charge))
        .route(
            "/panic",
            get(|| async {
                if true {
                    panic!("secret state")
                }
            }),
        )
        .route("/broken", get(|| async { Problem::internal("MDB_CORRUPTED") }))
        .route(
            "/xml",
            get(|| async { (StatusCode::NOT_FOUND, [("content-type", "text/xml")], "<no/>") }),
        )
        .route("/echo", post(|Json(names): Json<Vec<String>>| async { Json(names) }));
    Shop { router: edge.wrap(router), edge, clock }
}

impl Shop {
    async fn ask(&self, from: &str, request: Request) -> (http::response::Parts, Vec<u8>) {
        let mut request = request;
        let peer: SocketAddr = from.parse().unwrap();
        request.extensions_mut().insert(Peer(peer));
        request.headers_mut().entry("x-request-id").or_insert(HeaderValue::from_static("r1"));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts, body.collect().await.unwrap().to_bytes().to_vec())
    }

    async fn check(&self, request: Request, expected: Expect) {
        let (parts, body) = self.ask("127.0.0.1:1", request).await;
        let mut headers: Vec<_> = parts
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
            .collect();
        headers.sort();
        let body = String::from_utf8_lossy(&body);
        expected.assert_eq(&format!("{}\n{}\n{body}\n", parts.status.as_u16(), headers.concat()));
    }
}

fn request(path: &str) -> Request {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn errors_of_the_router_become_problems() {
    let shop = shop(Options::default());
    shop.check(request("/nowhere"), expect![[r#"
        404
        cache-control: no-store
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:no_such_path","title":"No such path","status":404,"code":"no_such_path","request_id":"r1"}
    "#]]).await;
    let delete = Request::delete("/small").body(Body::empty()).unwrap();
    shop.check(delete, expect![[r#"
        405
        allow: GET,HEAD
        cache-control: no-store
        content-length: 138
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:method_not_allowed","title":"Method not allowed","status":405,"code":"method_not_allowed","request_id":"r1"}
    "#]]).await;
    shop.check(request("/charge/x"), expect![[r#"
        400
        cache-control: no-store
        content-length: 195
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:invalid_parameter","title":"Invalid parameter","status":400,"code":"invalid_parameter","detail":"a part of the path is not what is expected there","request_id":"r1"}
    "#]]).await;
    shop.check(request("/small?x=1"), expect![[r#"
        400
        cache-control: no-store
        content-length: 203
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:unknown_parameter","title":"Unknown query parameter","status":400,"code":"unknown_parameter","detail":"there are no query parameters here","parameter":"x","request_id":"r1"}
    "#]]).await;
    let typeless = Request::post("/echo").body(Body::from("[]")).unwrap();
    shop.check(typeless, expect![[r#"
        415
        cache-control: no-store
        content-length: 234
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:unsupported_media_type","title":"The body is of an unsupported type","status":415,"code":"unsupported_media_type","detail":"send the body as application/json and say so in Content-Type","request_id":"r1"}
    "#]]).await;
}

#[tokio::test]
async fn a_surface_with_its_own_words_keeps_them() {
    shop(Options::default())
        .check(
            request("/xml"),
            expect![[r#"
        404
        content-length: 5
        content-type: text/xml
        x-request-id: r1

        <no/>
    "#]],
        )
        .await;
}

#[tokio::test]
async fn a_panic_and_a_cause_stay_inside() {
    let shop = shop(Options::default());
    shop.check(request("/panic"), expect![[r#"
        500
        cache-control: no-store
        content-length: 117
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:internal","title":"The server failed","status":500,"code":"internal","request_id":"r1"}
    "#]]).await;
    shop.check(request("/broken"), expect![[r#"
        500
        cache-control: no-store
        content-length: 117
        content-type: application/problem+json
        x-request-id: r1

        {"type":"urn:gatefold:problem:internal","title":"The server failed","status":500,"code":"internal","request_id":"r1"}
    "#]]).await;
}

#[tokio::test]
async fn a_good_answer_gets_an_id_and_nothing_else() {
    let shop = shop(Options::default());
    shop.check(
        request("/small"),
        expect![[r#"
        200
        content-length: 5
        content-type: text/plain; charset=utf-8
        x-request-id: r1

        small
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_stranger_has_a_limit_and_loopback_has_none() {
    let rate = Rate::new(1, 2);
    let shop = shop(Options { rate, ..Options::default() });
    for left in ["1", "0"] {
        let (parts, _) = shop.ask("203.0.113.5:1", request("/small")).await;
        assert_eq!(parts.status, 200);
        assert_eq!(parts.headers["x-ratelimit-remaining"], left);
    }
    let (parts, body) = shop.ask("203.0.113.5:2", request("/small")).await;
    assert_eq!(parts.status, 429);
    assert_eq!(parts.headers["retry-after"], "1");
    assert_eq!(parts.headers["x-ratelimit-reset"], "2");
    assert_eq!(parts.headers["x-request-id"], "r1");
    assert!(String::from_utf8(body).unwrap().contains("\"rate_limited\""));
    for _ in 0..10 {
        let (parts, _) = shop.ask("127.0.0.1:1", request("/small")).await;
        assert_eq!(parts.status, 200);
        assert!(!parts.headers.contains_key("x-ratelimit-limit"));
    }
    shop.clock.advance(Duration::from_secs(1));
    let (parts, _) = shop.ask("203.0.113.5:1", request("/small")).await;
    assert_eq!(parts.status, 200);
}

#[tokio::test]
async fn an_undeclared_proxy_on_this_machine_is_limited() {
    let shop = shop(Options { rate: Rate::new(1, 1), ..Options::default() });
    let forwarded = || {
        Request::get("/small").header("x-forwarded-for", "203.0.113.9").body(Body::empty()).unwrap()
    };
    assert_eq!(shop.ask("127.0.0.1:1", forwarded()).await.0.status, 200);
    assert_eq!(shop.ask("127.0.0.1:1", forwarded()).await.0.status, 429);
}

#[tokio::test]
async fn behind_a_declared_proxy_every_client_has_its_own_limit() {
    let trusted_proxies = TrustedProxies::new(vec!["127.0.0.0/8".parse().unwrap()]);
    let shop = shop(Options { rate: Rate::new(1, 1), trusted_proxies, ..Options::default() });
    let from = |client: &str| {
        Request::get("/small").header("x-forwarded-for", client).body(Body::empty()).unwrap()
    };
    assert_eq!(shop.ask("127.0.0.1:1", from("203.0.113.9")).await.0.status, 200);
    assert_eq!(shop.ask("127.0.0.1:1", from("203.0.113.9")).await.0.status, 429);
    assert_eq!(shop.ask("127.0.0.1:1", from("6.6.6.6, 203.0.113.10")).await.0.status, 200);
    assert_eq!(shop.ask("127.0.0.1:1", from("7.7.7.7, 203.0.113.10")).await.0.status, 429);
}

#[tokio::test]
async fn a_handler_charges_more_and_the_headers_show_it() {
    let shop = shop(Options::default());
    let (parts, _) = shop.ask("203.0.113.5:1", request("/charge/8")).await;
    assert_eq!(
        (parts.status.as_u16(), &parts.headers["x-ratelimit-remaining"]),
        (200, &HeaderValue::from_static("191"))
    );
    let (parts, _) = shop.ask("203.0.113.5:1", request("/charge/200")).await;
    assert_eq!(
        (parts.status.as_u16(), &parts.headers["x-ratelimit-remaining"]),
        (429, &HeaderValue::from_static("190"))
    );
    assert_eq!(parts.headers["retry-after"], "1");
}

#[tokio::test]
async fn a_large_answer_is_compressed_for_those_who_can_read_it() {
    let shop = shop(Options::default());
    let (plain, body) = shop.ask("127.0.0.1:1", request("/large")).await;
    assert_eq!(plain.headers["vary"], "accept-encoding");
    assert_eq!(plain.headers["etag"], "\"1\"");
    assert_eq!(plain.headers["content-length"], body.len().to_string());
    let accepting = Request::get("/large").header(ACCEPT_ENCODING, "gzip, zstd");
    let (parts, small) = shop.ask("127.0.0.1:1", accepting.body(Body::empty()).unwrap()).await;
    assert_eq!(parts.headers["content-encoding"], "zstd");
    assert_eq!(parts.headers["vary"], "accept-encoding");
    assert_eq!(parts.headers["etag"], "W/\"1\"");
    assert_eq!(parts.headers["content-length"], small.len().to_string());
    assert_eq!(zstd::decode_all(&small[..]).unwrap(), body);
    let (small, _) = shop.ask("127.0.0.1:1", request("/small")).await;
    assert!(!small.headers.contains_key("vary"));
}

#[tokio::test]
async fn a_head_has_the_headers_of_the_answer_and_no_body() {
    let shop = shop(Options::default());
    let head = Request::head("/large").header(ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    let (parts, body) = shop.ask("127.0.0.1:1", head).await;
    assert_eq!(parts.headers["content-length"], "9001");
    assert!(body.is_empty());
}

#[tokio::test]
async fn every_answer_is_counted_once_under_its_route() {
    let shop = shop(Options { rate: Rate::new(1, 3), ..Options::default() });
    for path in ["/charge/0", "/charge/0", "/nowhere", "/charge/1"] {
        shop.ask("203.0.113.5:1", request(path)).await;
    }
    drop(shop.router.clone().oneshot(request("/large")));
    let text = shop.edge.metrics().render();
    for line in [
        "http_requests_total{method=\"GET\",route=\"/charge/{cost}\",status=\"200\"} 2\n",
        "http_requests_total{method=\"GET\",route=\"/charge/{cost}\",status=\"429\"} 1\n",
        "http_requests_total{method=\"GET\",route=\"(none)\",status=\"404\"} 1\n",
        "http_requests_in_flight 0\n",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_counted_as_gone() {
    let edge = Edge::new(Options::default(), Arc::new(ManualClock::default()));
    let router = edge.wrap(Router::new().route("/slow", get(std::future::pending::<()>)));
    let answer = router.oneshot(request("/slow"));
    assert!(tokio::time::timeout(Duration::from_millis(10), answer).await.is_err());
    let text = edge.metrics().render();
    assert!(text.contains("route=\"/slow\",status=\"499\"} 1\n"), "{text}");
    assert!(text.contains("http_requests_in_flight 0\n"), "{text}");
}
