//! Listening history: submissions, statistics and pages of a very long history, over HTTP.

mod history;
mod imports;
mod maloja;
mod people;
mod plan;
mod questions;
mod rows;
pub mod server;
mod submissions;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use clap::Args;
use testkit::postgres::Cluster;

use self::maloja::Maloja;
use self::people::Place;
use self::plan::Plan;
use self::rows::Measurements;
use self::server::{Program, Server};
use super::machine;
use super::program::built;
use super::report::Report;

/// What to measure and where.
#[derive(Args)]
pub struct Arguments {
    /// Where databases are made, in a directory `listens` that is emptied first; on the disk that
    /// counts. Ten million listens take 10 GB
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))]
    dir: PathBuf,
    /// How many listens one person has in the end
    #[arg(long, default_value_t = 10_000_000)]
    listens: usize,
    /// Measure this empty PostgreSQL database; without it a throw-away server of the Debian package
    #[arg(long, env = "GATEFOLD_BENCH_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// Do not install and measure Maloja
    #[arg(long)]
    without_maloja: bool,
    /// Only print the table: docs/ stays as it is
    #[arg(long)]
    print_only: bool,
    /// See in seconds whether everything works: tiny numbers, implies --print-only
    #[arg(long)]
    smoke: bool,
    /// The server that is measured; built in release when not given
    #[arg(long)]
    gatefold: Option<PathBuf>,
}

/// Measures everything and writes it down.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let plan = if arguments.smoke { Plan::smoke() } else { Plan::full(arguments.listens) };
    let built = match (&arguments.gatefold, arguments.smoke) {
        (Some(path), _) => Some(path.clone()),
        (None, true) => None,
        (None, false) => Some(built()?),
    };
    let program = built.as_deref().map_or(Program::This, Program::At);
    let measured = measure(arguments, program, &plan)?;
    let mut facts = machine::facts();
    facts.push(("listens of one person", plan.listens.to_string()));
    facts.push(("Maloja", measured.maloja.said().to_owned()));
    let report = Report {
        bench: "listens",
        facts,
        method: include_str!("method.md"),
        rows: measured.into_rows(),
    };
    println!("\n{}", report.table());
    if arguments.smoke || arguments.print_only {
        return Ok(());
    }
    report.write(Path::new(super::DOCS))
}

fn measure(
    arguments: &Arguments,
    program: Program<'_>,
    plan: &Plan,
) -> anyhow::Result<Measurements> {
    let directory = arguments.dir.join("listens");
    if directory.exists() {
        let shown = || directory.display().to_string();
        std::fs::remove_dir_all(&directory).with_context(shown)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (url, _cluster) = match &arguments.postgres {
        Some(url) => (url.clone(), None),
        None => {
            let cluster = Cluster::start_durable().map_err(|error| anyhow!(error))?;
            cluster.create_database("bench", None).map_err(|error| anyhow!(error))?;
            (cluster.url("bench"), Some(cluster))
        }
    };
    say("single submissions and batches on PostgreSQL");
    let place = runtime.block_on(Place::open(Some(url), &directory.join("postgres")))?;
    let server = Server::start(&place, program)?;
    let postgres = submissions::measure(&server, &place, plan)?;
    drop(server);
    say("single submissions and batches on SQLite");
    let place = runtime.block_on(Place::open(None, &directory.join("sqlite")))?;
    let server = Server::start(&place, program)?;
    let sqlite = submissions::measure(&server, &place, plan)?;
    say(&format!("a history of {} listens", plan.listens));
    let filled = submissions::fill(&server, &place, plan)?;
    say("questions");
    let questions = questions::measure(&server, &place, plan)?;
    let peak_anonymous = server.peak_anonymous()?;
    drop(server);
    say(&format!("an import of {} listens", plan.imported));
    let imported = imports::measure(&directory.join("import"), program, plan, &runtime)?;
    let maloja = match plan.rival {
        _ if arguments.without_maloja => Maloja::not_measured("not asked for"),
        0 => Maloja::not_measured("not in a smoke run"),
        _ => maloja::measure(&directory.join("maloja"), plan),
    };
    Ok(Measurements { sqlite, postgres, filled, questions, imported, peak_anonymous, maloja })
}

/// Tells whoever waits what is going on.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
