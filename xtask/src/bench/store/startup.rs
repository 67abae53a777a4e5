//! The server: from its start to its first answer, on databases that were there before.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use ::store::{Options, migrate};
use anyhow::ensure;

use super::places::Place;
use super::plan::Plan;
use super::say;
use crate::bench::child::{Running, this_program};
use crate::bench::load::{Load, get};
use crate::bench::program::address;

/// The migration that a database is left at which lacks the others.
const OLD: u32 = 1;

/// Seconds from the start of the process to a whole answer, a value for each start.
#[derive(Default)]
pub(super) struct Startup {
    /// Nothing has to be migrated.
    pub(super) current_s: Vec<f64>,
    /// All migrations but the first are missing.
    pub(super) migrating_s: Vec<f64>,
}

/// What is started.
#[derive(Debug, Clone, Copy)]
pub(super) enum Program<'a> {
    /// The server at this path.
    At(&'a Path),
    /// This program, which opens the database and answers: nothing has to be built for it.
    This,
}

impl Program<'_> {
    fn command(self, place: &Place) -> anyhow::Result<Command> {
        let mut command = match self {
            Self::At(path) => Command::new(path),
            Self::This => this_program()?,
        };
        match self {
            Self::At(_) => {
                command.arg("--data-dir").arg(&place.data);
                command.args(["serve", "--listen", "127.0.0.1:0"]);
            }
            Self::This => {
                command.args(["bench", "store-server", "--data"]).arg(&place.data);
            }
        }
        // The URL may hold a password, which everybody could read among the arguments.
        command.env("GATEFOLD_DATABASE__URL", place.url.as_deref().unwrap_or_default());
        Ok(command)
    }
}

/// Starts the server again and again on a database that nobody else uses.
pub(super) async fn measure(
    place: &Place,
    program: Program<'_>,
    plan: &Plan,
) -> anyhow::Result<Startup> {
    say(&format!(
        "starting the server on {}",
        place.url.as_ref().map_or("SQLite", |_| "PostgreSQL")
    ));
    place.store.close().await;
    // The first start makes what a data directory lacks.
    start(place, program)?;
    let mut startup = Startup::default();
    for _ in 0..plan.starts {
        startup.current_s.push(start(place, program)?);
        let undone = migrate::down(&place.target, &Options::default(), OLD).await?;
        ensure!(!undone.is_empty(), "no migration was undone");
        startup.migrating_s.push(start(place, program)?);
        migrate::check(&place.target, &Options::default()).await?;
    }
    Ok(startup)
}

fn start(place: &Place, program: Program<'_>) -> anyhow::Result<f64> {
    let mut command = program.command(place)?;
    let started = Instant::now();
    let (_server, line) = Running::start(&mut command)?;
    Load::connect(address(&line)?, 1)?.run(&[get("/healthz")])?;
    Ok(started.elapsed().as_secs_f64())
}
