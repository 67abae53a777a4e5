//! Dumps: generated once for each size and seed, or given.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, ensure};

use super::say;
use crate::bench::child::this_program;

/// A directory of archives.
pub(super) struct Dump {
    /// Where it is.
    pub(super) directory: PathBuf,
}

impl Dump {
    /// Any directory of archives.
    pub(super) fn given(directory: &Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// The dump of that size and seed below `parent`, which is generated when it is not there.
    pub(super) fn generate(parent: &Path, recordings: u32, seed: u64) -> anyhow::Result<Self> {
        let directory = parent.join(format!("dump-{recordings}-{seed}"));
        if is_whole(&directory) {
            return Ok(Self { directory });
        }
        say(&format!("generating a dump of {recordings} recordings"));
        // Under its own name only when it is whole.
        let unfinished = directory.with_extension("unfinished");
        for left in [&unfinished, &directory].into_iter().filter(|left| left.exists()) {
            fs::remove_dir_all(left)?;
        }
        let mut command = this_program()?;
        command.arg("gen-mbdump").args(["--recordings", &recordings.to_string()]);
        command.args(["--seed", &seed.to_string()]).arg("--out").arg(&unfinished);
        // Its table is not ours.
        command.stdout(Stdio::null());
        let status = command.status().context("gen-mbdump does not start")?;
        ensure!(status.success(), "gen-mbdump failed: {status}");
        fs::rename(&unfinished, &directory)?;
        Ok(Self { directory })
    }

    /// The compressed archives.
    pub(super) fn archives(directory: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let mut archives = Vec::new();
        for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".tar.bz2") {
                archives.push(path);
            }
        }
        archives.sort();
        ensure!(!archives.is_empty(), "{} holds no .tar.bz2", directory.display());
        Ok(archives)
    }
}

/// Whether a generated dump was packed to its end.
fn is_whole(directory: &Path) -> bool {
    let unpacked = directory.join("mbdump");
    directory.join("mbdump-derived.tar.bz2").is_file() && !unpacked.exists()
}
