//! The interface of MusicBrainz: what a look-up, a page and a search cost.

mod rows;
mod targets;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ::catalog::{Generations, Live};
use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use clap::Args;
use edge::clock::Monotonic;
use edge::{Edge, Options};
use serde_json::Value;
use tower::ServiceExt as _;

use self::rows::Measurements;
use self::targets::Targets;
use super::accounting::process_cpu;
use super::child::{Running, this_program};
use super::load::{Load, get};
use super::report::Report;
use super::{machine, made};

/// Connections of the load generator.
const CONNECTIONS: usize = 8;
/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 16 << 20;
/// Recordings of the smallest dump.
const SMOKE_RECORDINGS: u32 = 2000;

/// What to measure and where.
#[derive(Args)]
pub struct Arguments {
    /// Where the catalogue lies in a directory `data`; the one that `bench catalog` leaves
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))]
    dir: PathBuf,
    /// Rounds; each measure has its turn in each
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Different requests of each sort
    #[arg(long, default_value_t = 1000)]
    requests: usize,
    /// Only print the table: docs/ stays as it is
    #[arg(long)]
    print_only: bool,
    /// See in seconds whether everything works: a tiny catalogue, implies --print-only
    #[arg(long)]
    smoke: bool,
}

/// Measures everything and writes it down.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let data = arguments.dir.join("data");
    if arguments.smoke {
        made::catalogue(&arguments.dir, &data, SMOKE_RECORDINGS)?;
    }
    let (rounds, requests) =
        if arguments.smoke { (1, 20) } else { (arguments.rounds, arguments.requests) };
    let report = Report {
        bench: "ws2",
        facts: machine::facts(),
        method: include_str!("method.md"),
        rows: measure(&data, rounds, requests)?.into_rows(),
    };
    println!("\n{}", report.table());
    if arguments.smoke || arguments.print_only {
        return Ok(());
    }
    report.write(Path::new(super::DOCS))
}

fn measure(data: &Path, rounds: usize, requests: usize) -> anyhow::Result<Measurements> {
    let live = Arc::new(Live::open(Generations::at(data.join("catalogue")))?);
    let catalog = live.require().context("`cargo xtask bench catalog` makes a catalogue")?;
    let targets = targets::draw(&catalog, requests)?;
    let mut measured = Measurements::default();
    let mut command = this_program()?;
    let (server, address) = Running::start(command.args(["bench", "server", "--data"]).arg(data))?;
    let mut load = Load::connect(&address, CONNECTIONS)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let router = router(live);
    for round in 0..=rounds {
        eprintln!("bench: round {round} of {rounds}");
        // The first round warms caches and opens connections.
        let counts = round > 0;
        over_http(&server, &mut load, &targets, counts.then_some(&mut measured))?;
        let turn = turn(&router, &targets, counts.then_some(&mut measured));
        runtime.block_on(turn)?;
    }
    Ok(measured)
}

fn router(live: Arc<Live>) -> Router {
    let edge =
        Edge::new(Options { rate: None, ..Options::default() }, Arc::new(Monotonic::start()));
    compat_musicbrainz::router(compat_musicbrainz::Surface::new(live, || 0), &edge)
}

fn over_http(
    server: &Running,
    load: &mut Load,
    targets: &Targets,
    measured: Option<&mut Measurements>,
) -> anyhow::Result<()> {
    let count = targets.releases.len() as f64;
    let lookups: Vec<Vec<u8>> =
        targets.releases.iter().map(|path| get(&format!("/ws/2/{path}"))).collect();
    let constants = vec![get("/bench/constant"); targets.releases.len()];
    let mut costs = |requests: &[Vec<u8>]| -> anyhow::Result<(f64, f64, u64)> {
        let (cpu, started) = (process_cpu(server.pid())?, Instant::now());
        let bytes = load.run(requests)?;
        let wall = started.elapsed().as_secs_f64();
        let cpu = process_cpu(server.pid())?.saturating_sub(cpu);
        Ok((micros(cpu) / count, count / wall, bytes))
    };
    let (constant, ..) = costs(&constants)?;
    let (lookup, rate, bytes) = costs(&lookups)?;
    if let Some(measured) = measured {
        measured.constant_us.push(constant);
        measured.http_us.push(lookup);
        measured.rate.push(rate);
        measured.bytes = bytes as f64 / count;
    }
    Ok(())
}

/// One turn of everything that needs no socket.
async fn turn(
    router: &Router,
    targets: &Targets,
    measured: Option<&mut Measurements>,
) -> anyhow::Result<()> {
    let count = targets.releases.len() as f64;
    let start = own_cpu()?;
    let mut answers = Vec::with_capacity(targets.releases.len());
    for path in &targets.releases {
        answers.push(ask(router, path).await?);
    }
    let whole = own_cpu()? - start;
    let parsed: Vec<Value> =
        answers.iter().map(|body| serde_json::from_slice(body)).collect::<Result<_, _>>()?;
    let start = own_cpu()?;
    for value in &parsed {
        black_box(serde_json::to_vec(value)?);
    }
    let written = own_cpu()? - start;
    let start = own_cpu()?;
    for path in &targets.releases {
        ask(router, &path.replace("fmt=json", "fmt=xml")).await?;
    }
    let xml = own_cpu()? - start;
    let pages = one_by_one(router, &targets.pages).await?;
    let searches = one_by_one(router, &targets.searches).await?;
    if let Some(measured) = measured {
        measured.whole_us.push(micros(whole) / count);
        measured.written_us.push(micros(written) / count);
        measured.xml_us.push(micros(xml) / count);
        measured.pages_us.extend(pages);
        measured.searches_us.extend(searches);
    }
    Ok(())
}

async fn one_by_one(router: &Router, paths: &[String]) -> anyhow::Result<Vec<f64>> {
    let mut found = Vec::with_capacity(paths.len());
    for path in paths {
        let start = own_cpu()?;
        ask(router, path).await?;
        found.push(micros(own_cpu()? - start));
    }
    Ok(found)
}

async fn ask(router: &Router, path: &str) -> anyhow::Result<Vec<u8>> {
    let request = Request::get(format!("/ws/2/{path}")).body(Body::empty())?;
    let answer = router.clone().oneshot(request).await?;
    ensure!(answer.status() == StatusCode::OK, "{path}: {}", answer.status());
    Ok(to_bytes(answer.into_body(), MAX_ANSWER).await?.to_vec())
}

fn own_cpu() -> anyhow::Result<Duration> {
    Ok(process_cpu(std::process::id())?)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
