//! Pieces of work in processes of their own, so that time and memory are theirs alone.

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde::de::DeserializeOwned;

use super::accounting;

/// How often the memory of a child is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What a piece of work took and said.
#[derive(Debug, Clone)]
pub struct Done<T> {
    /// User and system time.
    pub cpu: Duration,
    /// Time on the wall.
    pub wall: Duration,
    /// Most resident memory, file pages included, in bytes.
    pub peak_resident: u64,
    /// Most resident memory that no file backs, in bytes; short peaks may be missed.
    pub peak_anonymous: u64,
    /// The last line of its standard output, read as JSON.
    pub said: T,
}

/// This program as a command of its own.
pub fn this_program() -> anyhow::Result<Command> {
    Ok(Command::new(std::env::current_exe().context("this program has no path of its own")?))
}

/// Runs a hidden command of `bench` to its end.
pub fn run<T: DeserializeOwned>(
    name: &str,
    arguments: &[(&str, &OsStr)],
) -> anyhow::Result<Done<T>> {
    let mut command = this_program()?;
    command.args(["bench", name]);
    for (flag, value) in arguments {
        command.arg(flag).arg(value);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("bench {name} does not start"))?;
    let (output, memory) = watch(&mut child)?;
    let ended = accounting::wait(&child)?;
    let wall = started.elapsed();
    if !ended.status.success() {
        bail!("bench {name} failed: {}", ended.status);
    }
    let line = output.lines().next_back().unwrap_or_default();
    let said = serde_json::from_str(line).with_context(|| format!("bench {name} said {line:?}"))?;
    let (peak_resident, peak_anonymous) = memory;
    Ok(Done { cpu: ended.cpu, wall, peak_resident, peak_anonymous, said })
}

/// Reads all that a child says, and meanwhile its memory.
fn watch(child: &mut Child) -> anyhow::Result<(String, (u64, u64))> {
    let pid = child.id();
    let mut stdout = child.stdout.take().context("the child's output is not a pipe")?;
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looker = scope.spawn(|| {
            let (mut resident, mut anonymous) = (0, 0);
            while !over.load(Ordering::Relaxed) {
                // The kernel keeps the peak of the first itself; of the second we see samples.
                resident = memory(pid, "VmHWM").unwrap_or(0).max(resident);
                anonymous = memory(pid, "RssAnon").unwrap_or(0).max(anonymous);
                thread::sleep(LOOK);
            }
            (resident, anonymous)
        });
        let mut output = String::new();
        let read = stdout.read_to_string(&mut output);
        over.store(true, Ordering::Relaxed);
        let peaks = looker.join().ok().context("the thread that looks at memory panicked")?;
        read.context("the child's output cannot be read")?;
        Ok((output, peaks))
    })
}

/// A line of `/proc/<pid>/status` in bytes; `None` when the process has ended.
#[must_use]
pub fn memory(pid: u32, field: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// A server in a process of its own, which ends with this value.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts it; its first line of output comes with it.
    pub fn start(command: &mut Command) -> anyhow::Result<(Self, String)> {
        let shown = format!("{command:?}");
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut running = Self { child: child.with_context(|| format!("{shown} does not start"))? };
        let stdout = running.child.stdout.as_mut().context("its output is not a pipe")?;
        let mut line = Vec::new();
        let mut byte = [0];
        while stdout.read(&mut byte)? == 1 && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        if line.is_empty() {
            bail!("{shown} ended without naming its address");
        }
        Ok((running, line))
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Best effort: it may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
