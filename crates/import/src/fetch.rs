//! The download of the latest full export from a MusicBrainz mirror.
//!
//! `<base>/LATEST` names the newest export, `<base>/<export>/SHA256SUMS` its archives. Each archive
//! is written to `<name>.part`, continued from where an earlier attempt ended, compared with its
//! checksum and only then given its name: a file without `.part` is always whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jobs::{Progress, Stop};

pub use self::error::Error;
use self::sums::Sums;
use self::transfer::Transfer;
use crate::dump::Part;

mod error;
mod sums;
mod transfer;

/// The longest `LATEST` and `SHA256SUMS` that are read, in bytes.
const MAX_TEXT: u64 = 64 * 1024;

/// What to download, to where, and how patiently.
#[derive(Debug, Clone)]
pub struct Options {
    /// The directory with `LATEST`, as in `https://data.metabrainz.org/pub/musicbrainz/data/fullexport/`.
    pub base_url: String,
    /// The directory below which every export gets its own.
    pub into: PathBuf,
    /// The parts wanted; the core is always fetched, others only when the export has them.
    pub parts: Vec<Part>,
    /// How long to wait for a connection, and for each piece of an answer.
    pub timeout: Duration,
    /// How long to wait before the second attempt; doubled for every further one, up to a minute.
    pub first_wait: Duration,
    /// Attempts in a row that may bring no byte before the download is given up.
    pub attempts: u32,
}

impl Options {
    /// Every part, a minute for each answer, eight attempts beginning one second apart.
    #[must_use]
    pub fn new(base_url: impl Into<String>, into: impl Into<PathBuf>) -> Self {
        Self {
            base_url: base_url.into(),
            into: into.into(),
            parts: Part::ALL.to_vec(),
            timeout: Duration::from_secs(60),
            first_wait: Duration::from_secs(1),
            attempts: 8,
        }
    }
}

/// An export on disk, every archive checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The export's name, as in `20261118-002156`.
    pub export: String,
    /// Its directory, ready for [`crate::dump::open`].
    pub dir: PathBuf,
    /// The archives in it.
    pub archives: Vec<PathBuf>,
}

/// Downloads every part of the newest full export to a directory below `into`; returns the archives.
///
/// # Errors
/// As [`fetch_export`].
pub fn fetch(
    base_url: &str,
    into: &Path,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Vec<PathBuf>, Error> {
    Ok(fetch_export(&Options::new(base_url, into), progress, stop)?.archives)
}

/// Downloads the newest full export; what is there already is checked and kept.
///
/// Blocks, and must not be called from an asynchronous task.
///
/// # Errors
/// The server cannot be reached or refuses, its files are not an export, an archive does not match
/// its checksum twice in a row, the disk is full, or `stop` was raised. What was downloaded stays
/// for the next call.
pub fn fetch_export(
    options: &Options,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Fetched, Error> {
    let transfer = Transfer::new(options, progress, stop)?;
    let base = options.base_url.trim_end_matches('/');
    progress.phase("look for the newest export", None, jobs::Unit::Items);
    let export = latest(&transfer, base)?;
    let from = format!("{base}/{export}");
    let sums = Sums::parse(&transfer.text(&format!("{from}/SHA256SUMS"), MAX_TEXT)?);
    let dir = options.into.join(&export);
    fs::create_dir_all(&dir).map_err(Error::disk(&dir))?;
    let mut archives = Vec::new();
    for part in Part::ALL {
        let name = format!("{}.tar.bz2", part.name());
        match sums.of(&name) {
            Some(sum) if part == Part::Core || options.parts.contains(&part) => {
                archives.push(transfer.archive(
                    &format!("{from}/{name}"),
                    &dir.join(&name),
                    sum,
                )?);
            }
            None if part == Part::Core => {
                return Err(Error::NotAnExport { url: format!("{from}/SHA256SUMS"), lacks: name });
            }
            None if options.parts.contains(&part) => {
                progress.note(&format!("export {export} has no {name}"));
            }
            _ => {}
        }
    }
    sync(&dir)?;
    Ok(Fetched { export, dir, archives })
}

/// The name of the newest export; it becomes a directory here, so only a plain name will do.
fn latest(transfer: &Transfer<'_>, base: &str) -> Result<String, Error> {
    let url = format!("{base}/LATEST");
    let text = transfer.text(&url, MAX_TEXT)?;
    let name = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > 64 || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Error::NotAnExport { url, lacks: "the name of an export".into() });
    }
    Ok(name.to_owned())
}

/// Makes the names in a directory survive a power cut.
fn sync(dir: &Path) -> Result<(), Error> {
    fs::File::open(dir).and_then(|dir| dir.sync_all()).map_err(Error::disk(dir))
}

#[cfg(test)]
mod tests;
