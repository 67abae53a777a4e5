//! Claims about the numbers for Prometheus.

use expect_test::expect;
use http::{Method, StatusCode};

use super::{Cost, Metrics};

fn record(metrics: &Metrics, route: Option<&str>, status: StatusCode, latency_ns: u64) {
    let cost = Cost { latency_ns, bytes: Some(100) };
    metrics.route(route).record(&Method::GET, status, cost);
}

#[test]
fn answers_are_counted_by_method_route_and_status() {
    let metrics = Metrics::new();
    record(&metrics, Some("/lookup/{id}"), StatusCode::OK, 60_000);
    record(&metrics, Some("/lookup/{id}"), StatusCode::OK, 50_000);
    record(&metrics, Some("/lookup/{id}"), StatusCode::OK, 20_000_000_000);
    record(&metrics, None, StatusCode::NOT_FOUND, 1);
    metrics.gauge("catalogue_generation", "The current generation.").set(7.0);
    let text = metrics.render();
    let without_middle: String = text
        .lines()
        .filter(|line| !line.contains("le=\"0.") || line.contains("le=\"0.0001\""))
        .filter(|line| !line.contains("(none)") || line.contains("_total"))
        .flat_map(|line| [line, "\n"])
        .collect();
    expect![[r#"
        # HELP http_requests_total Answers by method, route and status.
        # TYPE http_requests_total counter
        http_requests_total{method="GET",route="(none)",status="404"} 1
        http_requests_total{method="GET",route="/lookup/{id}",status="200"} 3
        # HELP http_response_bytes_total Bytes of the answers' bodies.
        # TYPE http_response_bytes_total counter
        http_response_bytes_total{method="GET",route="(none)",status="404"} 100
        http_response_bytes_total{method="GET",route="/lookup/{id}",status="200"} 300
        # HELP http_request_duration_seconds Time from the head of a request to the head of its answer.
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_bucket{method="GET",route="/lookup/{id}",status="200",le="0.0001"} 2
        http_request_duration_seconds_bucket{method="GET",route="/lookup/{id}",status="200",le="1"} 2
        http_request_duration_seconds_bucket{method="GET",route="/lookup/{id}",status="200",le="2.5"} 2
        http_request_duration_seconds_bucket{method="GET",route="/lookup/{id}",status="200",le="10"} 2
        http_request_duration_seconds_bucket{method="GET",route="/lookup/{id}",status="200",le="+Inf"} 3
        http_request_duration_seconds_sum{method="GET",route="/lookup/{id}",status="200"} 20.00011
        http_request_duration_seconds_count{method="GET",route="/lookup/{id}",status="200"} 3
        # HELP http_requests_in_flight Requests that are being answered.
        # TYPE http_requests_in_flight gauge
        http_requests_in_flight 0
        # HELP catalogue_generation The current generation.
        # TYPE catalogue_generation gauge
        catalogue_generation 7
    "#]]
    .assert_eq(&without_middle);
}

#[test]
fn strange_methods_and_statuses_share_one_series() {
    let metrics = Metrics::new();
    let teapot = StatusCode::IM_A_TEAPOT;
    for name in ["BREW", "WHEN", "PROPFIND"] {
        let Ok(method) = Method::from_bytes(name.as_bytes()) else { continue };
        metrics.route(Some("/")).record(&method, teapot, Cost { latency_ns: 1, bytes: None });
    }
    let text = metrics.render();
    let line = "http_requests_total{method=\"OTHER\",route=\"/\",status=\"other\"} 3\n";
    assert!(text.contains(line), "{text}");
}
