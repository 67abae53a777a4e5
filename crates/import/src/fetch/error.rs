//! Why a download ended, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why a download ended. What arrived is kept and continued by the next attempt.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No answer, or one that broke off, too often in a row.
    #[error(
        "{url}: {reason} ({attempts} attempts): check the network and the address, then start again to continue"
    )]
    Unreachable {
        /// What was asked for.
        url: String,
        /// The last failure.
        reason: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// The server refused.
    #[error(
        "{url}: the server answers {status}: check the address; it must be a directory that holds LATEST"
    )]
    Refused {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not what a mirror of full exports has there.
    #[error("{url}: no {lacks} in it: this is not a mirror of full exports")]
    NotAnExport {
        /// The file.
        url: String,
        /// What should be in it.
        lacks: String,
    },
    /// A file arrived whole twice, with another checksum than promised.
    #[error(
        "{url}: its SHA-256 is {found} and should be {wanted}: the mirror is damaged or being renewed, try later or another one"
    )]
    Checksum {
        /// The archive.
        url: String,
        /// The checksum in `SHA256SUMS`.
        wanted: String,
        /// The checksum of what arrived.
        found: String,
    },
    /// The client could not be set up.
    #[error("cannot make an HTTP client: {0}")]
    Client(String),
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// Someone asked to stop.
    #[error("stopped before the download was done; start it again to continue")]
    Stopped,
}

impl Error {
    /// Wraps an operating system error with its path.
    pub(super) fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Disk { path: path.into(), source }
    }
}
