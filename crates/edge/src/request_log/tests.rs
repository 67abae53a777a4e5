//! Claims about the log line of a request.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

use expect_test::expect;
use http::{Method, StatusCode};

use super::{Answer, LogRequests};
use crate::metrics::Cost;
use crate::problem::Problem;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(status: StatusCode, problem: Option<&Problem>) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let answer = Answer {
            method: &Method::GET,
            route: "/lookup/track/{id}",
            status,
            cost: Cost { latency_ns: 14_900, bytes: Some(2048) },
            client: IpAddr::V4(Ipv4Addr::LOCALHOST),
            request_id: "r1",
            problem,
        };
        answer.log();
    });
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn a_line_has_method_route_status_latency_size_and_id() {
    expect![[r#"
        {"level":"INFO","fields":{"method":"GET","route":"/lookup/track/{id}","status":200,"latency_us":14,"bytes":2048,"client":"127.0.0.1","request_id":"r1"},"target":"access"}
    "#]].assert_eq(&logged(StatusCode::OK, None));
}

#[test]
fn a_defect_is_an_error_with_its_whole_cause() {
    let cause = io::Error::other("page 17 is damaged");
    let problem = Problem::internal(cause);
    expect![[r#"
        {"level":"ERROR","fields":{"method":"GET","route":"/lookup/track/{id}","status":500,"latency_us":14,"bytes":2048,"client":"127.0.0.1","request_id":"r1","code":"internal","cause":"page 17 is damaged"},"target":"access"}
    "#]].assert_eq(&logged(problem.status(), Some(&problem)));
}

#[test]
fn only_failures_and_slow_answers_are_logged_unless_all_are_wanted() {
    let wants = |log: LogRequests| {
        [(200, 1), (404, 1), (503, 1), (200, 2_000_000_000)]
            .map(|(status, ns)| log.wants(StatusCode::from_u16(status).unwrap(), ns))
    };
    assert_eq!(wants(LogRequests::All), [true, true, true, true]);
    assert_eq!(wants(LogRequests::Failures), [false, false, true, true]);
    assert_eq!(wants(LogRequests::Off), [false, false, false, false]);
}
