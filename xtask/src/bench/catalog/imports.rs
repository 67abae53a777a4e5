//! Imports of one dump and of one twice as large, beside decompression and line splitting.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::dump::Dump;
use super::import::Imported;
use super::plan::Plan;
use super::split::Lines;
use super::{CATALOGUE, say};
use crate::bench::child::{self, Done};

/// What the imports took.
pub(super) struct Imports {
    /// The dump itself, once for each repetition.
    pub(super) one: Vec<Done<Imported>>,
    /// Decompression and line splitting, measured just before each.
    pub(super) split: Vec<Done<Lines>>,
    /// The larger dump.
    pub(super) twice: Option<Done<Imported>>,
}

/// Leaves the last import of the first dump in `data`.
pub(super) fn measure(
    one: &Dump,
    twice: Option<&Dump>,
    (dir, data): (&Path, &Path),
    plan: &Plan,
) -> anyhow::Result<Imports> {
    let mut imports = Imports { one: Vec::new(), split: Vec::new(), twice: None };
    for _ in 0..plan.imports {
        say("decompressing and splitting lines");
        let dump = one.directory.as_os_str();
        imports.split.push(child::run("split", &[("--dump", dump)])?);
        say("importing");
        imports.one.push(import(dump, data)?);
    }
    if let Some(twice) = twice {
        say("importing twice as many recordings");
        let data = dir.join("data-twice");
        imports.twice = Some(import(twice.directory.as_os_str(), &data)?);
        // It is large and nothing else needs it.
        fs::remove_dir_all(&data)?;
    }
    Ok(imports)
}

fn import(dump: &OsStr, data: &Path) -> anyhow::Result<Done<Imported>> {
    if data.exists() {
        fs::remove_dir_all(data)?;
    }
    let catalogue = data.join(CATALOGUE);
    fs::create_dir_all(&catalogue)?;
    let done: Done<Imported> =
        child::run("import", &[("--dump", dump), ("--catalogue", catalogue.as_os_str())])?;
    let phases = done.said.phases.iter().map(|(name, seconds)| format!("{name} {seconds:.1} s"));
    let phases: Vec<String> = phases.collect();
    let (wall, cpu) = (done.wall.as_secs_f64(), done.cpu.as_secs_f64());
    say(&format!("imported in {wall:.1} s, {cpu:.1} s of CPU ({})", phases.join(", ")));
    if done.said.refused > 0 {
        say(&format!("{} rows were refused", done.said.refused));
    }
    Ok(done)
}
