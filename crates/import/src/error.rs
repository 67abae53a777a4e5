//! Why an import stopped, and what to do about it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an import stopped. The current generation is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input cannot be read or is not what it should be.
    #[error(transparent)]
    Dump(#[from] crate::dump::Error),
    /// A row was refused and `--strict` was asked for.
    #[error(
        "{file}: table {table}, {place}: {reason}; repair the row, or import without --strict to leave it out"
    )]
    BadRow {
        /// The archive.
        file: String,
        /// The table.
        table: String,
        /// The row's number in its table, or its id.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// So many rows were refused that the input cannot be what it claims to be.
    #[error(
        "table {table}: {bad} of {rows} rows were refused, the first because {example}; download the export again, or use a program version that knows its format"
    )]
    Unreadable {
        /// The table.
        table: String,
        /// Rows refused.
        bad: u64,
        /// Rows read.
        rows: u64,
        /// The first refusal.
        example: String,
    },
    /// The disk is full.
    #[error("the disk is full at {}: free some space, or choose another place with --data-dir or --staging", .0.display())]
    DiskFull(PathBuf),
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
    /// The catalogue could not be written.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The search index could not be written.
    #[error("writing the search index: {0}")]
    Search(#[from] catalog::search::Error),
    /// What was written is not what was read.
    #[error(
        "the new generation failed its check: {0}; it was not made current, please report this"
    )]
    Verify(String),
    /// Staged bytes do not read back.
    #[error("staged rows are damaged ({0}): check the disk of the staging directory")]
    Staging(#[from] catalog::codec::Corrupt),
    /// A SQLite source cannot be read.
    #[error("{}: {reason}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What is wrong and what was expected.
        reason: String,
    },
    /// Someone asked to stop.
    #[error("stopped before the import was done; the current generation is unchanged")]
    Stopped,
}

impl Error {
    /// Wraps an operating system error with its path; a full disk gets its own words.
    pub fn disk(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| {
            let path = path.into();
            if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
                Self::DiskFull(path)
            } else {
                Self::Disk { path, source }
            }
        }
    }
}

impl Error {
    /// Says "disk full" for whatever failed because of that. The libraries that write the store and
    /// the search index wrap the operating system's error each in its own way.
    #[must_use]
    pub(crate) fn naming_full_disk(self, directory: &Path) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&self);
        while let Some(error) = cause {
            let io = error.downcast_ref::<std::io::Error>();
            let full = io.is_some_and(|io| io.kind() == ErrorKind::StorageFull);
            if full || error.to_string().contains(NO_SPACE) {
                return Self::DiskFull(directory.to_owned());
            }
            cause = error.source();
        }
        self
    }
}

/// How the standard library ends the text of `ENOSPC`.
const NO_SPACE: &str = "(os error 28)";

impl From<jobs::Stopped> for Error {
    fn from(_: jobs::Stopped) -> Self {
        Self::Stopped
    }
}
