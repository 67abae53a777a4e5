//! A small catalogue for benchmarks that measure something else.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::ensure;

use super::catalog::import::Imported;
use super::child::{self, this_program};

/// Makes a dump of so many recordings and imports it; answers where the catalogue is.
pub fn catalogue(dir: &Path, data: &Path, recordings: u32) -> anyhow::Result<PathBuf> {
    let dump = dir.join("dump-made");
    fs::create_dir_all(dir)?;
    let mut command = this_program()?;
    command.args(["gen-mbdump", "--recordings", &recordings.to_string(), "--seed", "1", "--out"]);
    let status = command.arg(&dump).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "gen-mbdump failed: {status}");
    let catalogue = data.join("catalogue");
    let paths: [(&str, &OsStr); 2] =
        [("--dump", dump.as_os_str()), ("--catalogue", catalogue.as_os_str())];
    child::run::<Imported>("import", &paths)?;
    fs::remove_dir_all(dump)?;
    Ok(catalogue)
}
