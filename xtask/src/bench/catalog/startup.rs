//! The real server: from its start to its first answer, and its memory when nobody asks.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ::catalog::Catalog;
use ::catalog::record::{Entity as _, Recording};
use anyhow::Context as _;

use super::plan::Plan;
use super::say;
use super::targets::last_id;
use crate::bench::child::{self, Running, this_program};
use crate::bench::load::{Load, get};
use crate::bench::program::{address, built};

/// How long the server is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_millis(500);

/// What starts took.
#[derive(Default)]
pub(super) struct Startup {
    /// Seconds from the start of the process to a whole answer to a look-up.
    pub(super) first_answer_s: Vec<f64>,
    /// Memory that no file backs, in MiB, half a second later.
    pub(super) idle_mib: Vec<f64>,
}

/// What is started.
#[derive(Debug, Clone, Copy)]
pub(super) enum Program<'a> {
    /// The server at this path.
    At(&'a Path),
    /// The server, built like this program.
    Built,
    /// This program with the server's routes: nothing has to be built for it.
    This,
}

impl Program<'_> {
    fn command(self, data: &Path) -> anyhow::Result<Command> {
        let gatefold = match self {
            Self::At(path) => path.to_owned(),
            Self::Built => built()?,
            Self::This => {
                let mut command = this_program()?;
                command.args(["bench", "server", "--data"]).arg(data);
                return Ok(command);
            }
        };
        let mut command = Command::new(gatefold);
        command.arg("--data-dir").arg(data).args(["serve", "--listen", "127.0.0.1:0"]);
        Ok(command)
    }
}

/// Starts the server again and again.
pub(super) fn measure(
    data: &Path,
    (catalog, program): (&Catalog, Program<'_>),
    plan: &Plan,
) -> anyhow::Result<Startup> {
    let path = format!("/lookup/track/{}", some_id(catalog)?);
    let mut command = program.command(data)?;
    say("starting the server");
    let mut startup = Startup::default();
    for _ in 0..plan.starts {
        let started = Instant::now();
        let (server, line) = Running::start(&mut command)?;
        let address = address(&line)?;
        Load::connect(address, 1)?.run(&[get(&path)])?;
        startup.first_answer_s.push(started.elapsed().as_secs_f64());
        thread::sleep(IDLE);
        let idle = child::memory(server.pid(), "RssAnon").context("the server has ended")?;
        startup.idle_mib.push(idle as f64 / f64::from(1 << 20));
    }
    Ok(startup)
}

/// The id of the last recording.
fn some_id(catalog: &Catalog) -> anyhow::Result<String> {
    let view = catalog.view()?;
    let recording = view.get::<Recording<'_>>(last_id(&view)?)?;
    let recording = recording.context("the last recording is there")?;
    Ok(recording.gid().text(catalog.id_scheme()).as_str().to_owned())
}
