//! Why an export could not be read, and what the person who imports can do about it.

use std::io;
use std::path::PathBuf;

/// Why an export could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// None of the given paths holds the export's main archive.
    #[error(
        "no mbdump archive in {}: give mbdump.tar.bz2 (or .xz, .gz, .zst, .tar), a directory that holds it, or the directory it was unpacked to",
        list(paths)
    )]
    NoArchive {
        /// Where it was looked for.
        paths: Vec<PathBuf>,
    },
    /// Two paths hold the same part of an export.
    #[error("{} and {} are both {what}: give only one of them", first.display(), second.display())]
    Twice {
        /// The part: an archive, or a table.
        what: String,
        /// Where it was found first.
        first: PathBuf,
        /// Where it was found again.
        second: PathBuf,
    },
    /// The file is not an archive of an export.
    #[error("{}: {reason}: not an archive of a MusicBrainz export", path.display())]
    NotAnExport {
        /// The file.
        path: PathBuf,
        /// What it is or lacks.
        reason: String,
    },
    /// The export is of another schema than the one understood.
    #[error(
        "{}: schema sequence {found}, but only {understood} is understood: {}",
        path.display(),
        schema_remedy(*found, *understood)
    )]
    Schema {
        /// The archive.
        path: PathBuf,
        /// The sequence it states.
        found: u32,
        /// The one this program reads.
        understood: u32,
    },
    /// Two archives were made from different snapshots.
    #[error(
        "{} and {} are of different exports ({what} {:?} and {:?}): download all archives from one directory",
        first.display(), second.display(), values.0, values.1
    )]
    Mixed {
        /// The main archive.
        first: PathBuf,
        /// The archive that does not belong to it.
        second: PathBuf,
        /// The file inside that differs.
        what: &'static str,
        /// What it says in each.
        values: (String, String),
    },
    /// The archive is cut off or damaged.
    #[error(
        "{}: {reason} (at about byte {position} of the file): download it again and compare it with SHA256SUMS",
        path.display()
    )]
    Corrupt {
        /// The archive.
        path: PathBuf,
        /// How many bytes of the file had been read, a little more than where the damage is.
        position: u64,
        /// What was found.
        reason: String,
    },
    /// A table is cut off, or is no text of rows.
    #[error("{}: table {table}, after row {row}: {reason}", path.display())]
    Table {
        /// The archive or file.
        path: PathBuf,
        /// The table.
        table: String,
        /// The last row that was whole, counted from 1; 0 when none was.
        row: u64,
        /// What was found and the remedy.
        reason: &'static str,
    },
    /// A table that every export has is not there.
    #[error(
        "{}: table {table} is missing ({reason}): the archive is incomplete, download it again",
        path.display()
    )]
    MissingTable {
        /// The main archive.
        path: PathBuf,
        /// The missing table.
        table: &'static str,
        /// Why it should be there.
        reason: String,
    },
}

impl Error {
    /// Wraps an operating system error with its path.
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn schema_remedy(found: u32, understood: u32) -> &'static str {
    if found > understood {
        "use a newer version of this program"
    } else {
        "download a newer export"
    }
}
