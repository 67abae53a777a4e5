//! The real server: from its start to its first answer, and its memory when nobody asks.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ::catalog::Catalog;
use ::catalog::record::{Entity as _, Recording};
use anyhow::{Context as _, ensure};

use super::plan::Plan;
use super::say;
use super::targets::last_id;
use crate::bench::child::{self, Running, this_program};
use crate::bench::load::{Load, get};

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

/// The host and port in a line such as `listening on http://127.0.0.1:8080`.
fn address(line: &str) -> anyhow::Result<&str> {
    let start = line.find("127.0.0.1:").with_context(|| format!("no address in {line:?}"))?;
    let end = line[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
    Ok(&line[start..end.map_or(line.len(), |end| start + end)])
}

/// The server, built like this program and put beside it.
fn built() -> anyhow::Result<PathBuf> {
    say("building the server");
    let own = this_program()?;
    let directory = Path::new(own.get_program()).parent().context("a program lies somewhere")?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "gatefold"]);
    cargo.args((!cfg!(debug_assertions)).then_some("--release"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    let status = cargo.status().context("cargo cannot be run: give --gatefold")?;
    ensure!(status.success(), "gatefold does not build: {status}");
    Ok(directory.join("gatefold"))
}

#[cfg(test)]
mod tests {
    //! What the first line of output may look like.
    use super::*;

    #[test]
    fn an_address_is_found_in_a_line_of_words() -> anyhow::Result<()> {
        assert_eq!(address("listening on http://127.0.0.1:4711/ now")?, "127.0.0.1:4711");
        assert_eq!(address("127.0.0.1:80")?, "127.0.0.1:80");
        assert!(address("no luck").is_err());
        Ok(())
    }
}
