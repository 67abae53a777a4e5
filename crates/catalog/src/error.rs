//! What can go wrong with a catalogue, said so that an operator can act.

use std::path::PathBuf;

/// An error of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a catalogue could not answer. "Not there" is never an error: it is `None`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No import has finished in this directory.
    #[error("no catalogue in {}: run an import first", .0.display())]
    Empty(PathBuf),
    /// The generation that was asked for does not exist.
    #[error("no generation {0}: list them with `gatefold catalogue list`")]
    NoGeneration(u64),
    /// The files are not what their manifest says.
    #[error("{}: {reason}; import again or choose another generation", path.display())]
    Foreign {
        /// The file or directory.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// The files were written by another version of the format.
    #[error(
        "{} has format version {found}, this program reads {expected}: import again with this program, or run the one that wrote it",
        path.display()
    )]
    Version {
        /// The generation.
        path: PathBuf,
        /// The version in the manifest.
        found: u32,
        /// [`crate::table::FORMAT_VERSION`].
        expected: u32,
    },
    /// A record's bytes cannot be read.
    #[error("damaged record in {table}: {reason}; run `gatefold catalogue verify`")]
    Damaged {
        /// The table.
        table: &'static str,
        /// What was found.
        reason: &'static str,
    },
    /// Another process is building a generation here.
    #[error("another import is running in {}: wait for it or stop it", .0.display())]
    Busy(PathBuf),
    /// LMDB refused.
    #[error("catalogue store")]
    Store(#[from] heed::Error),
    /// The search index refused.
    #[error(transparent)]
    Search(#[from] crate::search::Error),
    /// The operating system refused.
    #[error("{}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
}

impl Error {
    /// Wraps an operating system error with the path it happened at.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }
}
