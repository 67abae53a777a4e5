//! An import in a process of its own.

use std::path::PathBuf;
use std::time::Instant;

use ::catalog::Generations;
use clap::Args;
use import::Options;
use jobs::{Silent, Stop};
use serde::{Deserialize, Serialize};

use crate::bench::machine;

/// Memory for sorting that `gatefold import` takes unless it is told otherwise.
const MEMORY_BYTES: usize = 512 << 20;

/// From where to where.
#[derive(Args)]
pub struct Arguments {
    /// A directory of archives
    #[arg(long)]
    dump: PathBuf,
    /// The directory of the catalogue
    #[arg(long)]
    catalogue: PathBuf,
}

/// What an import says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Imported {
    /// Seconds of each phase.
    pub phases: Vec<(String, f64)>,
    /// Rows that were not taken.
    pub refused: u64,
}

/// Imports and says so on standard output.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let options = Options {
        strict: false,
        memory_bytes: MEMORY_BYTES,
        staging: None,
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: Instant::now,
        imported_at: machine::now(),
    };
    let generations = Generations::at(&arguments.catalogue);
    let dump = std::slice::from_ref(&arguments.dump);
    let summary = import::import_musicbrainz(dump, &generations, &options, &Silent, &Stop::new())?;
    let manifest = summary.manifest;
    let phases = manifest.phases.into_iter().map(|phase| (phase.name, phase.seconds)).collect();
    let refused = manifest.problems.iter().map(|problem| problem.count).sum();
    println!("{}", serde_json::to_string(&Imported { phases, refused })?);
    Ok(())
}
