//! The store: SQLite and PostgreSQL side by side, and beside SQLite as it comes.

mod changes;
mod places;
mod plain;
mod plan;
mod rows;
pub mod server;
mod sessions;
mod startup;

use std::path::{Path, PathBuf};

use clap::Args;

use self::changes::Changes;
use self::places::{Place, Places};
use self::plain::{Mode, Plain};
use self::plan::Plan;
use self::rows::{Engine, Measurements};
use self::sessions::People;
use self::startup::Program;
use super::machine;
use super::program::built;
use super::report::Report;

/// What to measure and where.
#[derive(Args)]
pub struct Arguments {
    /// Where the SQLite files are made, in a directory `store` that is emptied first; on the disk
    /// that counts
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))]
    dir: PathBuf,
    /// Measure this empty PostgreSQL database; without it a throw-away server of the Debian package
    #[arg(long, env = "GATEFOLD_BENCH_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
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

/// Measures everything and writes it down.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let plan = if arguments.smoke { Plan::smoke() } else { Plan::full() };
    let built = match (&arguments.gatefold, arguments.smoke) {
        (Some(path), _) => Some(path.clone()),
        (None, true) => None,
        (None, false) => Some(built()?),
    };
    let program = built.as_deref().map_or(Program::This, Program::At);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let measured = runtime.block_on(measure(arguments, program, &plan))?;
    let mut facts = machine::facts();
    facts.push(("PostgreSQL", measured.server.clone()));
    let report = Report {
        bench: "store",
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

async fn measure(
    arguments: &Arguments,
    program: Program<'_>,
    plan: &Plan,
) -> anyhow::Result<Measurements> {
    let directory = arguments.dir.join("store");
    let places = Places::open(&directory, arguments.postgres.as_deref(), plan).await?;
    let plain = Mode::ALL.map(|mode| Plain::open(&places.sqlite.target, mode));
    let mut plain = plain.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    say("signing in");
    let mut sqlite = Contestant::of(&places.sqlite, plan).await?;
    let mut postgres = Contestant::of(&places.postgres, plan).await?;
    for round in 0..=plan.rounds {
        say(&format!("reads and changes, round {round} of {}", plan.rounds));
        // The first round warms caches and opens connections.
        let counts = round > 0;
        sqlite.turn(&places.sqlite, plan, counts).await?;
        for mode in &mut plain {
            tokio::task::block_in_place(|| mode.turn(plan, counts))?;
        }
        postgres.turn(&places.postgres, plan, counts).await?;
    }
    Ok(Measurements {
        sqlite: sqlite.end(&places.sqlite, program, plan).await?,
        postgres: postgres.end(&places.postgres, program, plan).await?,
        plain: plain.into_iter().map(|mode| mode.update_us).collect(),
        server: places.server,
    })
}

/// One engine on its way through the rounds.
struct Contestant {
    changes: Changes,
    people: People,
}

impl Contestant {
    async fn of(place: &Place, plan: &Plan) -> anyhow::Result<Self> {
        let people = People::sign_in(&place.store, plan).await?;
        Ok(Self { changes: Changes::default(), people })
    }

    async fn turn(&mut self, place: &Place, plan: &Plan, counts: bool) -> anyhow::Result<()> {
        changes::turn(&mut self.changes, &place.store, plan, counts).await?;
        self.people.turn(plan, counts).await
    }

    async fn end(self, place: &Place, program: Program<'_>, plan: &Plan) -> anyhow::Result<Engine> {
        let startup = startup::measure(place, program, plan).await?;
        Ok(Engine { changes: self.changes, checked: self.people.checked, startup })
    }
}

/// Tells whoever waits what is going on.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
