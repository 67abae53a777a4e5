//! The matcher: what it finds of labelled listens made from two catalogues, and what a listen costs.

mod real;
mod rows;
mod show;

use std::path::{Path, PathBuf};
use std::time::Duration;

use ::catalog::{Catalog, Generations, View};
use anyhow::{Context as _, ensure};
use clap::Args;
use listens::matching::golden::{self, Case, Noise, Tally, Verdict};
use listens::matching::{Effort, Match, find};

use self::rows::{Measurements, Of};
use super::accounting::thread_cpu;
use super::machine;
use super::report::{Report, Row};

/// What to measure and where.
#[derive(Args)]
pub struct Arguments {
    /// The data directory whose catalogue is matched with; the one that `bench catalog` leaves
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench/data"))]
    data_dir: PathBuf,
    /// A dump of real titles, which is imported and matched with as well
    #[arg(long, default_value = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/musicbrainz/fixtures/freemusi"
    ))]
    freemusi: PathBuf,
    /// How many listens are made of each catalogue
    #[arg(long, default_value_t = 20_000)]
    listens: usize,
    /// The seed of everything that is left to chance
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only print the table: docs/ stays as it is
    #[arg(long)]
    print_only: bool,
    /// Print what was matched wrongly or missed
    #[arg(long)]
    show: bool,
}

/// Measures everything and writes it down.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let catalog = Generations::at(arguments.data_dir.join("catalogue")).open_current();
    let catalog =
        catalog.context("there is no catalogue; `cargo xtask bench catalog` makes one")?;
    let (mut rows, made) = measured(&catalog, arguments, "")?;
    let mut facts = machine::facts();
    facts.push(("listens of the synthetic catalogue", made));
    if arguments.freemusi.is_dir() {
        let scratch = arguments.data_dir.join("freemusi");
        let catalog = real::imported(&arguments.freemusi, &scratch)?;
        let (of_real, made) = measured(&catalog, arguments, "freemusi, ")?;
        rows.extend(of_real);
        facts.push(("listens of freemusi", made));
    } else {
        let dump = arguments.freemusi.display();
        eprintln!(
            "FREEMUSI DID NOT RUN: {dump} is not there, nothing was matched with real titles"
        );
        facts.push(("listens of freemusi", "none, its dump was not there".to_owned()));
    }
    let report = Report { bench: "match", facts, method: include_str!("method.md"), rows };
    println!("\n{}", report.table());
    if arguments.print_only {
        return Ok(());
    }
    report.write(Path::new(super::DOCS))
}

/// The rows about one catalogue, their names behind a prefix, and how many listens were made of it.
fn measured(
    catalog: &Catalog,
    arguments: &Arguments,
    prefix: &str,
) -> anyhow::Result<(Vec<Row>, String)> {
    let view = catalog.view()?;
    let cases = golden::cases(&view, arguments.listens, arguments.seed)?;
    ensure!(!cases.is_empty(), "the catalogue is too small to make listens of");
    // Reads everything once, so that no page comes from a disk while time is measured.
    for case in &cases {
        find(&view, &case.words, Effort::Fuzzy)?;
    }
    let of_each = Noise::ALL.map(|noise| measure(&view, noise, &cases, arguments.show));
    let of_each: Vec<Of> = of_each.into_iter().collect::<anyhow::Result<_>>()?;
    let measurements = Measurements { of_each };
    let made = measurements.made();
    Ok((measurements.into_rows(prefix), made))
}

fn measure(view: &View<'_>, noise: Noise, cases: &[Case], show: bool) -> anyhow::Result<Of> {
    let cases: Vec<&Case> = cases.iter().filter(|case| case.noise == noise).collect();
    let (_, exact) = timed(view, &cases, Effort::Exact)?;
    let (found, fuzzy) = timed(view, &cases, Effort::Fuzzy)?;
    let mut tally = Tally::default();
    for (case, found) in cases.iter().zip(&found) {
        let verdict = golden::verdict(view, case, found)?;
        tally.add(verdict);
        if show && matches!(verdict, Verdict::Wrong | Verdict::Missed) {
            show::mistake(view, case, found)?;
        }
    }
    Ok(Of { noise, cases: cases.len(), tally, exact, fuzzy })
}

fn timed(
    view: &View<'_>,
    cases: &[&Case],
    effort: Effort,
) -> anyhow::Result<(Vec<Match>, Duration)> {
    let start = thread_cpu();
    let found: ::catalog::Result<Vec<Match>> =
        cases.iter().map(|case| find(view, &case.words, effort)).collect();
    Ok((found?, thread_cpu() - start))
}
