//! What can go wrong with backups, said so that an operator can act.

use std::path::PathBuf;

/// Why there is no backup, or no restored database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none of this name.
    #[error("there is no backup {0}: list them with `gatefold backup list`")]
    NoSuch(String),
    /// There is none at all.
    #[error("there is no backup in {} yet", .0.display())]
    None(PathBuf),
    /// Its files are not those that were written, or it does not restore to what it was made of.
    #[error("backup {name} is damaged: {reason}")]
    Damaged {
        /// Which one.
        name: String,
        /// What was found.
        reason: String,
    },
    /// Another program makes or removes backups in the same directory.
    #[error("another program works on the backups in {}: wait until it is done", .0.display())]
    Busy(PathBuf),
    /// Something would be overwritten.
    #[error("the {0} holds data: restore with --force to replace it")]
    NotEmpty(String),
    /// A server runs.
    #[error("the {0} is in use: stop every server that uses it first")]
    InUse(String),
    /// The backup is of the other engine.
    #[error("the backup is of {backup}, the configuration says {configured}: set database.url")]
    OtherEngine {
        /// The engine of the backup.
        backup: String,
        /// The engine that is configured.
        configured: &'static str,
    },
    /// A program of PostgreSQL cannot be started.
    #[error(
        "{tool} cannot be started ({source}): install postgresql-client, or set backup.postgres_bin"
    )]
    NoTool {
        /// Its name.
        tool: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// A program of PostgreSQL failed.
    #[error("{tool} failed: {message}")]
    Tool {
        /// Its name.
        tool: &'static str,
        /// The end of what it said.
        message: String,
    },
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// It was to end early.
    #[error(transparent)]
    Stopped(#[from] jobs::Stopped),
}

impl Error {
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }

    pub(super) fn damaged(name: &str, reason: impl Into<String>) -> Self {
        Self::Damaged { name: name.to_owned(), reason: reason.into() }
    }
}
