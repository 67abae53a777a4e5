//! The server itself: health, metrics, documents.

use http::StatusCode;

use crate::Server;

#[tokio::test]
async fn health_tells_what_is_served() {
    let server = Server::new();
    let health = server.get_ok("/health").await;
    assert_eq!(health["status"], "ok");
    assert_eq!(health["catalogue"]["generation"], 1);
    assert_eq!(health["catalogue"]["imported_at"], "2026-01-02T03:04:05Z");
    assert_eq!(server.get_ok("/healthz").await["status"], "ok");
    assert_eq!(server.get_ok("/v1/readyz").await["status"], "ok");
}

#[tokio::test]
async fn before_the_first_import_the_server_is_alive_but_not_ready() {
    let server = Server::empty();
    assert_eq!(server.get_ok("/healthz").await["status"], "ok");
    assert_eq!(server.get_ok("/health").await["catalogue"], serde_json::Value::Null);
    for path in ["/readyz", "/lookup/isrc/GBAAA0100001", "/search?q=ab", "/search/track?q=ab"] {
        let answer = server.get(path).await;
        assert_eq!(answer.problem(), "503 no_catalogue -", "{path}");
        assert_eq!(answer.header("retry-after"), "30");
    }
    let answer = server.post("/batch/lookup", "{}").await;
    assert_eq!(answer.problem(), "503 no_catalogue -");
}

#[tokio::test]
async fn metrics_count_requests_and_name_the_generation() {
    let server = Server::new();
    server.get("/lookup/isrc/GBAAA0100001").await;
    let metrics = server.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    let text = metrics.text();
    assert!(text.contains("route=\"/lookup/isrc/{isrc}\",status=\"200\"} 1"), "{text}");
    assert!(text.contains("gatefold_catalogue_generation 1\n"), "{text}");
}

#[tokio::test]
async fn the_documents_need_no_network() {
    let server = Server::new();
    let json = server.get_ok("/openapi.json").await;
    assert_eq!(json["openapi"], "3.1.0");
    let yaml = server.get("/v1/openapi.yaml").await;
    assert_eq!(yaml.header("content-type"), "application/yaml");
    assert!(yaml.text().starts_with("openapi: 3.1.0\n"));
    let redirect = server.get("/docs").await;
    assert_eq!((redirect.status, redirect.header("location")), (StatusCode::SEE_OTHER, "/docs/"));
    let page = server.get("/docs/").await.text();
    assert!(page.contains("swagger-ui-bundle.js") && !page.contains("//unpkg"), "{page}");
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        let file = server.get(&format!("/docs/{file}")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(!file.bytes.is_empty());
    }
    let start = server.get("/docs/swagger-initializer.js").await.text();
    assert!(start.contains("/openapi.json"), "{start}");
}
