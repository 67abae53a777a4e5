//! What a look-up costs beside a constant answer, without a socket.
//!
//! `cargo run --release -p api --example lookup_cost -- data/catalogue [body]` prints the CPU time
//! of a request; with `body`, how large answers are and one of them.

use std::sync::Arc;

use axum::body::Body;
use axum::routing::get;
use catalog::codec::{Field as _, Reader};
use catalog::record::Recording;
use catalog::{Generations, Live, Table};
use edge::Edge;
use edge::clock::Monotonic;
use http::{Method, Request, header};
use http_body_util::BodyExt as _;
use model::Kind;
use tower::ServiceExt as _;

/// Recordings that are looked up, one after another and then in batches.
const IDS: usize = 20_000;
const BATCH: usize = 400;
const TURNS: usize = 7;

type Failure = Box<dyn std::error::Error>;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = arguments.first().ok_or("say where the catalogue is")?;
    let live = Arc::new(Live::open(Generations::at(root))?);
    let ids = ids(&live)?;
    let clock = Arc::new(Monotonic::start());
    let edge = Edge::new(edge::Options { rate: None, ..edge::Options::default() }, clock.clone());
    // Kept answers would be measured, and not how they are made.
    let options = api::Options { kept_answers_bytes: 0, ..api::Options::default() };
    let state = api::State::new(live, edge.clone(), clock, options);
    state.prepare()?;
    let constant = "x".repeat(2048);
    let router =
        api::router(state).route("/constant", get(move || async move { constant.clone() }));
    // The batch asks for the request's place in the edge.
    let router = edge.wrap(router);
    let track = |id: &String| simple(format!("/lookup/track/{id}"));
    if arguments.get(1).is_some() {
        let answer = send(&router, track(&ids[0])?).await?;
        println!("{}", String::from_utf8_lossy(&answer));
    }
    for _ in 0..TURNS {
        let one = cost(&router, ids.iter().map(|_| simple("/constant".to_owned()))).await?;
        let two = cost(&router, ids.iter().map(track)).await?;
        let few = || ids.iter().cycle().take(100).cycle().take(IDS);
        let hot = cost(&router, few().map(track)).await?;
        let three = cost(&router, ids.chunks(BATCH).map(batch)).await?;
        println!(
            "constant {:.2} µs ({} B), track {:.2} µs ({} B), of 100 tracks {:.2} µs, batch of {BATCH} {:.0} µs ({} B)",
            one.0, one.1, two.0, two.1, hot.0, three.0, three.1
        );
    }
    Ok(())
}

/// Public ids of recordings, spread over the catalogue in an order of no meaning.
fn ids(live: &Live) -> Result<Vec<String>, Failure> {
    let catalog = live.require()?;
    let view = catalog.view()?;
    let table = Table::Entity(Kind::Recording);
    let step = (view.count(table)? as usize / IDS).max(1);
    let mut ids = Vec::new();
    for entry in view.records(table)?.step_by(step) {
        ids.push(Recording::take(&mut Reader::new(entry?.1))?.gid.to_string());
    }
    ids.sort_unstable();
    Ok(ids)
}

fn simple(address: String) -> Result<Request<Body>, http::Error> {
    Request::builder().uri(address).header(header::ACCEPT, "*/*").body(Body::empty())
}

fn batch(ids: &[String]) -> Result<Request<Body>, http::Error> {
    let body = format!("{{\"tracks\":[\"{}\"]}}", ids.join("\",\""));
    Request::builder()
        .method(Method::POST)
        .uri("/batch/lookup")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
}

/// Microseconds of CPU and bytes of an answer, on average.
async fn cost(
    router: &axum::Router,
    requests: impl Iterator<Item = Result<Request<Body>, http::Error>>,
) -> Result<(f64, usize), Failure> {
    let requests: Vec<_> = requests.collect::<Result<_, _>>()?;
    let (count, mut bytes) = (requests.len(), 0);
    let started = cpu_ns()?;
    for request in requests {
        bytes += send(router, request).await?.len();
    }
    let spent = (cpu_ns()? - started) as f64;
    Ok((spent / 1000.0 / count as f64, bytes / count))
}

async fn send(router: &axum::Router, request: Request<Body>) -> Result<Vec<u8>, Failure> {
    let response = router.clone().oneshot(request).await?;
    if !response.status().is_success() {
        return Err(response.status().to_string().into());
    }
    Ok(response.into_body().collect().await?.to_bytes().into())
}

/// Time that this thread has spent on a processor.
fn cpu_ns() -> Result<u64, Failure> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(text.split(' ').next().unwrap_or_default().parse()?)
}
