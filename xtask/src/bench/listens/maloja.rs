//! Maloja, another program of this kind, given the same listens.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use super::history::{BATCH, History, SONGS};
use super::plan::Plan;
use super::say;
use crate::bench::accounting;
use crate::bench::load::Load;
use crate::bench::report::Row;
use crate::bench::stats::Measured;

/// The version that is measured, from the Python Package Index.
const PACKAGE: &str = "malojaserver==3.2.3";
/// Its door of ListenBrainz.
const PATH: &str = "/apis/listenbrainz/1/submit-listens";
/// The credential that it is told to accept.
const KEY: &str = "benchmark-0123456789abcdef";
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it came to.
#[derive(Debug)]
pub(super) enum Maloja {
    /// Listens for each second of processor time.
    Measured { single: f64, batch: f64 },
    /// Why not.
    NotMeasured(String),
}

/// Installs it, gives it listens, and says loudly when that does not work.
pub(super) fn measure(directory: &Path, plan: &Plan) -> Maloja {
    say(&format!("{PACKAGE} beside it"));
    match install(directory).and_then(|python| submit(directory, &python, plan)) {
        Ok(measured) => measured,
        Err(error) => {
            let reason = format!("{PACKAGE} COULD NOT BE MEASURED: {error:#}");
            eprintln!("bench: {reason}");
            Maloja::not_measured(&reason)
        }
    }
}

impl Maloja {
    pub(super) fn not_measured(reason: &str) -> Self {
        Self::NotMeasured(reason.lines().next().unwrap_or_default().to_owned())
    }

    /// What the report says about it.
    pub(super) fn said(&self) -> &str {
        match self {
            Self::Measured { .. } => PACKAGE,
            Self::NotMeasured(reason) => reason,
        }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let Self::Measured { single, batch } = *self else { return Vec::new() };
        let told = |name, rate| Row::told(name, Measured::once(rate), "1/s");
        vec![
            told("Maloja: single submissions, one after the other: listens a CPU second", single),
            told("Maloja: batches of 1,000: listens a CPU second", batch),
        ]
    }
}

/// A Python with the package in it.
fn install(directory: &Path) -> anyhow::Result<PathBuf> {
    let environment = directory.join("python");
    let python = environment.join("bin/python");
    let mut make = Command::new("python3");
    done(make.args(["-m", "venv"]).arg(&environment))?;
    let mut pip = Command::new(&python);
    done(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]))?;
    Ok(python)
}

fn done(command: &mut Command) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output().context("it cannot be run")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ensure!(output.status.success(), "{command:?}: {last}");
    Ok(())
}

fn submit(directory: &Path, python: &Path, plan: &Plan) -> anyhow::Result<Maloja> {
    let data = directory.join("data");
    std::fs::create_dir_all(&data)?;
    std::fs::write(data.join("apikeys.yml"), format!("bench: {KEY}\n"))?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Command::new(python);
    command.args(["-m", "maloja", "run"]);
    command.env("MALOJA_DATA_DIRECTORY", &data);
    command.envs([("MALOJA_SKIP_SETUP", "yes"), ("MALOJA_SEND_STATS", "no")]);
    command.envs([("MALOJA_HOST", "127.0.0.1"), ("MALOJA_PORT", &port.to_string())]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = Server(command.spawn().context("it does not start")?);
    let address = format!("127.0.0.1:{port}");
    let started = Instant::now();
    let mut load = loop {
        // It has answered 500 to many at once.
        match Load::connect(&address, 1) {
            Ok(load) => break load,
            Err(error) if started.elapsed() > PATIENCE => return Err(error),
            Err(_) => sleep(Duration::from_millis(200)),
        }
    };
    let mut person = History::of((plan.rival * 2, SONGS), 4_000);
    let singles = (0..plan.rival / 5).map(|_| person.request((PATH, KEY), 1)).collect::<Vec<_>>();
    let single = child.rate(&mut load, (&singles, 1))?;
    let batches = plan.rival / BATCH;
    let batches = (0..batches).map(|_| person.request((PATH, KEY), BATCH)).collect::<Vec<_>>();
    let batch = child.rate(&mut load, (&batches, BATCH))?;
    Ok(Maloja::Measured { single, batch })
}

/// Ends with this value.
struct Server(Child);

impl Server {
    /// Listens for each second of its processor time.
    fn rate(&self, load: &mut Load, (requests, each): (&[Vec<u8>], usize)) -> anyhow::Result<f64> {
        let before = accounting::process_cpu(self.0.id())?;
        load.run(requests)?;
        let cpu = accounting::process_cpu(self.0.id())?.saturating_sub(before);
        Ok((requests.len() * each) as f64 / cpu.as_secs_f64())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Best effort: it may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
