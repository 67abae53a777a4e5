//! Where and when a benchmark ran.

use std::fs;
use std::process::Command;
use std::thread;

/// The machine, the date, the version and the command, for a report.
#[must_use]
pub fn facts() -> Vec<(&'static str, String)> {
    let mut facts = vec![("machine", machine()), ("date", now())];
    if let Some(version) = output("git", &["describe", "--always", "--dirty"]) {
        facts.push(("version", version));
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    facts.push(("command", format!("`cargo xtask {}`", arguments.join(" "))));
    facts
}

/// The time of day, RFC 3339 UTC, to the second.
#[expect(clippy::disallowed_methods, reason = "a report and a manifest say when they were made")]
#[must_use]
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn machine() -> String {
    let field = |path: &str, name: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|kib| kib.strip_suffix(" kB")?.parse::<f64>().ok())
        .map_or_else(String::new, |kib| format!(", {:.0} GiB memory", kib / 1024.0 / 1024.0));
    let system = output("uname", &["-sr"]).unwrap_or_default();
    let compiler = output("rustc", &["--version"]).unwrap_or_default();
    format!("{cores} cores of {processor}{memory}, {system}, {compiler}")
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}
