//! `cargo xtask bench <name>`: measurements that are kept in `docs/`.

mod accounting;
mod catalog;
mod child;
mod effects;
mod listens;
mod load;
mod machine;
mod made;
mod matching;
mod program;
mod report;
mod seven_queries;
mod stats;
mod store;
mod ws2;

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Where reports are kept.
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

/// What to measure.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    bench: Bench,
}

/// One module for each; the hidden ones are pieces of work in processes of their own.
#[derive(Subcommand)]
enum Bench {
    /// Import, look-ups and search beside a constant answer, seven SQL queries and LIKE
    Catalog(catalog::Arguments),
    /// Session checks, changes and starts on SQLite and PostgreSQL side by side
    Store(store::Arguments),
    /// Labelled listens: what the matcher finds of them, and what a listen costs
    Match(matching::Arguments),
    /// Submissions, statistics and pages of a very long listening history, over HTTP
    Listens(listens::Arguments),
    /// Look-ups, pages and searches of MusicBrainz's interface beside serialisation alone
    Ws2(ws2::Arguments),
    /// Put the explanations in docs/benchmarks-notes.md into docs/benchmarks.md
    Notes,
    #[command(hide = true)]
    Import(catalog::import::Arguments),
    #[command(hide = true)]
    Split(catalog::split::Arguments),
    #[command(hide = true)]
    Server(catalog::server::Arguments),
    #[command(hide = true)]
    StoreServer(store::server::Arguments),
    #[command(hide = true)]
    ListensServer(listens::server::Arguments),
}

/// Runs a benchmark.
///
/// # Errors
/// When something that should be measured does not work. A missed goal is no error.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.bench {
        Bench::Catalog(arguments) => catalog::run(arguments)?,
        Bench::Store(arguments) => store::run(arguments)?,
        Bench::Match(arguments) => matching::run(arguments)?,
        Bench::Listens(arguments) => listens::run(arguments)?,
        Bench::Ws2(arguments) => ws2::run(arguments)?,
        Bench::Notes => report::Report::explain(Path::new(DOCS))?,
        Bench::Import(arguments) => catalog::import::run(arguments)?,
        Bench::Split(arguments) => catalog::split::run(arguments)?,
        Bench::Server(arguments) => catalog::server::run(arguments)?,
        Bench::StoreServer(arguments) => store::server::run(arguments)?,
        Bench::ListensServer(arguments) => return Ok(listens::server::run(arguments)),
    }
    Ok(ExitCode::SUCCESS)
}
