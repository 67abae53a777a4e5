//! `gatefold import`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use catalog::Generations;
use import::{Options, Summary, import_musicbrainz, import_sqlite};
use jobs::{Progress, Stop};

use super::serve::Signals;
use crate::cli::{Import, ImportHow, ImportMusicbrainz};
use crate::config::Config;
use crate::progress::listener;

/// Imports, prints what was done, and removes generations that are not to be kept.
pub(super) fn run(source: &Import, config: &Config) -> Result<()> {
    let generations = Generations::at(config.catalogue_dir());
    let stop = stop_on_signal()?;
    let summary = match source {
        Import::Musicbrainz(what) => {
            let progress = listener(what.how.progress);
            let paths = paths(what, config, &*progress, &stop)?;
            let options = options(&what.how, config);
            import_musicbrainz(&paths, &generations, &options, &*progress, &stop)?
        }
        Import::Sqlite(what) => {
            let progress = listener(what.how.progress);
            let options = options(&what.how, config);
            let details = what.track_files.as_deref();
            import_sqlite(&what.main, details, &generations, &options, &*progress, &stop)?
        }
    };
    print(&summary);
    if config.keep_generations > 0 {
        for number in generations.prune(config.keep_generations)? {
            println!("removed generation {number}");
        }
    }
    Ok(())
}

/// What was given, or what was downloaded.
fn paths(
    what: &ImportMusicbrainz,
    config: &Config,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Vec<PathBuf>> {
    match &what.fetch {
        None => Ok(what.paths.clone()),
        Some(base) => Ok(import::fetch::fetch(base, &config.downloads_dir(), progress, stop)?),
    }
}

/// How to import, with this machine's clocks.
pub(super) fn options(how: &ImportHow, config: &Config) -> Options {
    Options {
        strict: how.strict,
        memory_bytes: config.import_memory_mb << 20,
        staging: how.staging.clone(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: Instant::now,
        imported_at: now(),
    }
}

/// The time of day, for the manifest.
#[expect(clippy::disallowed_methods, reason = "this is the program itself")]
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A flag that is raised on Ctrl-C or SIGTERM. A second signal ends the program at once.
pub(super) fn stop_on_signal() -> Result<Stop> {
    let stop = Stop::new();
    let flag = stop.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("starting the signal handler")?;
    let mut signals = {
        let _entered = runtime.enter();
        Signals::catch().context("waiting for signals")?
    };
    std::thread::spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            flag.request();
            eprintln!("gatefold: stopping; once more to end at once");
            signals.next().await;
            // The unfinished generation is removed by the next import.
            std::process::abort();
        });
    });
    Ok(stop)
}

/// The final table: rows, records, problems, phases.
fn print(summary: &Summary) {
    let manifest = &summary.manifest;
    println!("{:40} {:>12}", "table", "rows read");
    for (table, rows) in &manifest.rows {
        println!("{table:40} {rows:12}");
    }
    println!("\n{:40} {:>12}", "entity", "records written");
    for (table, count) in manifest.records.iter().filter(|(_, count)| **count > 0) {
        println!("{table:40} {count:12}");
    }
    if !manifest.problems.is_empty() {
        println!("\n{:24} {:24} {:>12}  first", "left out of", "because of", "rows");
    }
    for problem in &manifest.problems {
        let catalog::Problem { table, kind, count, example } = problem;
        println!("{table:24} {kind:24} {count:12}  {example}");
    }
    println!("\n{:40} {:>12} {:>16}", "phase", "seconds", "bytes");
    for phase in &manifest.phases {
        let bytes = if phase.bytes > 0 { phase.bytes.to_string() } else { String::new() };
        println!("{:40} {:12.2} {bytes:>16}", phase.name, phase.seconds);
    }
    let bytes: u64 = manifest.files.values().map(|file| file.bytes).sum();
    println!("\ngeneration {} is current: {bytes} bytes", summary.generation);
}
