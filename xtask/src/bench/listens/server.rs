//! The program under test, its processor time, and the most memory that it had.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::ensure;
use clap::Args;

use super::people::Place;
use crate::bench::accounting;
use crate::bench::child::{Running, memory, this_program};
use crate::bench::load::Load;
use crate::bench::program::address;

/// How often its memory is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What is started.
#[derive(Debug, Clone, Copy)]
pub(super) enum Program<'a> {
    /// The server at this path.
    At(&'a Path),
    /// This program, which is the server when it is called so: nothing has to be built for it.
    This,
}

/// Arguments of the server.
#[derive(Args)]
pub struct Arguments {
    /// As `gatefold` takes them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<std::ffi::OsString>,
}

/// Is the server until it ends.
#[expect(clippy::disallowed_methods, reason = "it stands for the program, which reads it")]
pub fn run(arguments: &Arguments) -> ExitCode {
    let name = std::ffi::OsString::from("gatefold");
    let arguments = std::iter::once(name).chain(arguments.arguments.iter().cloned());
    gatefold::run(arguments, std::env::vars().collect())
}

/// A running server.
pub(super) struct Server {
    running: Running,
    pub(super) address: String,
    anonymous: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    looker: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts it on a database.
    pub(super) fn start(place: &Place, program: Program<'_>) -> anyhow::Result<Self> {
        let mut command = match program {
            Program::At(path) => Command::new(path),
            Program::This => this_program()?,
        };
        if matches!(program, Program::This) {
            command.args(["bench", "listens-server", "--"]);
        }
        command.arg("--data-dir").arg(&place.data);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        // The URL may hold a password, which everybody could read among the arguments.
        command.env("GATEFOLD_DATABASE__URL", place.url.as_deref().unwrap_or_default());
        command.envs(place.settings.iter().copied());
        let (running, line) = Running::start(&mut command)?;
        let address = address(&line)?.to_owned();
        let (anonymous, is_over) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let (most, over, pid) = (Arc::clone(&anonymous), Arc::clone(&is_over), running.pid());
        let looker = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                most.fetch_max(memory(pid, "RssAnon").unwrap_or(0), Ordering::Relaxed);
                thread::sleep(LOOK);
            }
        });
        Ok(Self { running, address, anonymous, is_over, looker: Some(looker) })
    }

    /// Connections to it.
    pub(super) fn connect(&self, connections: usize) -> anyhow::Result<Load> {
        Load::connect(&self.address, connections)
    }

    /// Microseconds of its processor time that all requests took together.
    pub(super) fn cpu_us(&self, load: &mut Load, requests: &[Vec<u8>]) -> anyhow::Result<f64> {
        let before = self.cpu()?;
        load.run(requests)?;
        Ok(self.cpu()?.saturating_sub(before).as_secs_f64() * 1e6)
    }

    /// Its processor time until now.
    pub(super) fn cpu(&self) -> anyhow::Result<Duration> {
        Ok(accounting::process_cpu(self.running.pid())?)
    }

    /// Most memory until now that no file backs, in bytes; short peaks may be missed.
    pub(super) fn peak_anonymous(&self) -> anyhow::Result<u64> {
        let most = self.anonymous.load(Ordering::Relaxed);
        ensure!(most > 0, "the memory of the server is not known");
        Ok(most)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // A looker that panicked has been told of on standard error.
        self.looker.take().map(JoinHandle::join).transpose().ok();
    }
}
