//! The catalogue: import, look-ups and search, each beside what it should be compared with.

mod dump;
mod http;
pub mod import;
mod imports;
mod in_process;
mod plan;
mod rows;
mod searches;
pub mod server;
pub mod split;
mod startup;
mod targets;
mod typing;

use std::fs;
use std::path::{Path, PathBuf};

use ::catalog::{Catalog, Generations};
use anyhow::Context as _;
use clap::Args;

use self::dump::Dump;
use self::plan::Plan;
use self::rows::Measurements;
use self::startup::Program;
use super::report::Report;
use super::{machine, seven_queries};

/// Where the catalogue lies below a data directory, as for `gatefold serve`.
const CATALOGUE: &str = "catalogue";

/// What to measure and where.
#[derive(Args)]
pub struct Arguments {
    /// How many recordings the generated dump has
    #[arg(long, default_value_t = 2_000_000)]
    recordings: u32,
    /// The seed of everything that is left to chance
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where dumps and catalogues are kept; 15 GB for the default size
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))]
    dir: PathBuf,
    /// Measure this dump and generate none
    #[arg(long)]
    dump: Option<PathBuf>,
    /// Leave out the import of twice as many recordings
    #[arg(long)]
    no_growth: bool,
    /// Only print the table: docs/ stays as it is
    #[arg(long)]
    print_only: bool,
    /// See in seconds whether everything works: tiny numbers, implies --print-only
    #[arg(long)]
    smoke: bool,
    /// The server whose start is measured; built in release when not given
    #[arg(long)]
    gatefold: Option<PathBuf>,
}

impl Arguments {
    fn program(&self) -> Program<'_> {
        match &self.gatefold {
            Some(path) => Program::At(path),
            None if self.smoke => Program::This,
            None => Program::Built,
        }
    }
}

/// Measures everything and writes it down.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let plan = if arguments.smoke { Plan::smoke() } else { Plan::full(arguments.recordings) };
    let report = Report {
        bench: "catalog",
        facts: machine::facts(),
        method: include_str!("method.md"),
        rows: measure(arguments, &plan)?.into_rows(),
    };
    println!("\n{}", report.table());
    if arguments.smoke || arguments.print_only {
        return Ok(());
    }
    report.write(Path::new(super::DOCS))
}

fn measure(arguments: &Arguments, plan: &Plan) -> anyhow::Result<Measurements> {
    let dir = &arguments.dir;
    fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let one = match &arguments.dump {
        Some(given) => Dump::given(given),
        None => Dump::generate(dir, plan.recordings, arguments.seed)?,
    };
    let twice = match (&arguments.dump, arguments.no_growth) {
        (None, false) => Some(Dump::generate(dir, plan.recordings * 2, arguments.seed)?),
        _ => None,
    };
    let data = dir.join("data");
    let imports = imports::measure(&one, twice.as_ref(), (dir, &data), plan)?;
    let generations = Generations::at(data.join(CATALOGUE));
    let catalog = generations.open_current()?;
    say("building the SQLite files of the design with seven queries");
    let seven = dir.join("seven-queries");
    seven_queries::build(&catalog, &seven)?;
    let places = Places { data: &data, seven: &seven };
    let targets = targets::read(&one, &catalog, arguments.seed)?;
    Ok(Measurements {
        imports,
        http: http::measure(&places, (&catalog, &targets), plan)?,
        searches: searches::measure((&catalog, &seven), &targets, plan)?,
        startup: startup::measure(&data, (&catalog, arguments.program()), plan)?,
        disk: Disk::of(&catalog)?,
    })
}

/// What a server is started with.
struct Places<'a> {
    data: &'a Path,
    seven: &'a Path,
}

/// Bytes of a generation for each recording.
struct Disk {
    whole: f64,
    store: f64,
}

impl Disk {
    fn of(catalog: &Catalog) -> anyhow::Result<Self> {
        let files = &catalog.manifest().files;
        let recordings = recordings(catalog)? as f64;
        let whole: u64 = files.values().map(|file| file.bytes).sum();
        let store = files.get("data.mdb").context("a generation has a store")?.bytes;
        Ok(Self { whole: whole as f64 / recordings, store: store as f64 / recordings })
    }
}

/// How many recordings a generation has.
fn recordings(catalog: &Catalog) -> anyhow::Result<u64> {
    let table = ::catalog::Table::Entity(model::Kind::Recording);
    Ok(catalog.view()?.count(table)?)
}

/// Tells whoever waits what is going on.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
