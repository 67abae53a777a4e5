//! Failures of building and asking a search index.

use std::io;
use std::path::{Path, PathBuf};

/// What building or asking a search index can fail with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory is not an intact search index of this version.
    #[error("{} is not a usable search index ({reason}); import again to rebuild it", directory.display())]
    Unusable {
        /// The directory that was opened.
        directory: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Writing the index failed.
    #[error("writing the search index in {} failed", directory.display())]
    Write {
        /// The directory that was written to.
        directory: PathBuf,
        /// What the index engine or the file system said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Reading the index failed while searching.
    #[error("reading the search index failed")]
    Read(#[source] io::Error),
    /// The caller's deadline passed before the search was done.
    #[error("the search took longer than it may; ask for fewer or longer words")]
    DeadlineExceeded,
}

/// A result of searching or building.
pub type Result<T> = std::result::Result<T, Error>;

impl From<io::Error> for Error {
    fn from(source: io::Error) -> Self {
        Self::Read(source)
    }
}

pub(crate) fn unusable(directory: &Path, reason: impl ToString) -> Error {
    Error::Unusable { directory: directory.to_owned(), reason: reason.to_string() }
}

/// Names the directory in a failure to write.
pub(crate) fn writing<E>(directory: &Path) -> impl FnOnce(E) -> Error
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let directory = directory.to_owned();
    move |source| Error::Write { directory, source: source.into() }
}
