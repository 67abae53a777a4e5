//! What can go wrong with the database, said so that the caller can act.

use std::path::PathBuf;
use std::time::Duration;

/// An error of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How long a client waits before it tries again while the database cannot be reached.
pub(crate) const RETRY_UNAVAILABLE: Duration = Duration::from_secs(5);
/// How long a client waits before it tries again while the database has too much to do.
pub(crate) const RETRY_BUSY: Duration = Duration::from_secs(1);

/// Why the database could not do what was asked. "Not there" is never an error: it is `None`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached or cannot write; nothing was done, unless a commit was cut off.
    #[error("the database is not available: {reason}")]
    Unavailable {
        /// What the operator needs to know, without any secret.
        reason: String,
        /// When trying again makes sense.
        retry_after: Duration,
    },
    /// Too many others are waiting; nothing was done.
    #[error("the database is busy: {reason}")]
    Busy {
        /// Which queue is full.
        reason: &'static str,
        /// When trying again makes sense.
        retry_after: Duration,
    },
    /// A statement took longer than it may; its unit of work was undone.
    #[error("statement {query} was stopped after {limit:?}")]
    TooSlow {
        /// The query's name.
        query: &'static str,
        /// [`crate::Options::statement_timeout`].
        limit: Duration,
    },
    /// The change would break a rule that the database keeps; the unit of work was undone.
    #[error("the change breaks {rule} {constraint:?}")]
    Conflict {
        /// What kind of rule.
        rule: Rule,
        /// The name of the constraint or unique index; empty where the engine does not tell
        /// (SQLite does not for foreign keys).
        constraint: String,
    },
    /// The database was changed by a newer program.
    #[error(
        "the database is at migration {found}, this program knows {known}: run the newer program, or let it migrate down first"
    )]
    TooNew {
        /// The newest migration in the database.
        found: u32,
        /// The newest one of this program.
        known: u32,
    },
    /// A migration that was applied reads differently today.
    #[error(
        "migration {file} was changed after it was applied: restore the file, and write a new migration for the change"
    )]
    ChecksumChanged {
        /// The file's name, relative to the migrations.
        file: String,
    },
    /// Migrations are missing and may not be applied now.
    #[error("{0} migrations are not applied: run `gatefold migrate up`")]
    Pending(usize),
    /// A setting or an argument that cannot work.
    #[error("{0}")]
    Invalid(String),
    /// A column does not hold what the program expects.
    #[error("{query}: column {column} is not {expected}")]
    Foreign {
        /// The query's name.
        query: &'static str,
        /// The column.
        column: String,
        /// The expected type.
        expected: &'static str,
    },
    /// The engine refused a statement; this is a fault of the program.
    #[error("statement {query} failed")]
    Statement {
        /// The query's name.
        query: &'static str,
        /// The engine's words. They may quote data: for logs, never for clients.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The operating system refused.
    #[error("{}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
}

/// The kinds of rules that a database keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The value is taken.
    Unique,
    /// The row that is pointed to does not exist, or rows point here.
    ForeignKey,
    /// The value is outside of what is allowed, or not of its type.
    Check,
    /// The value is missing.
    NotNull,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unique => "the unique index",
            Self::ForeignKey => "the foreign key",
            Self::Check => "the check",
            Self::NotNull => "the required column",
        })
    }
}

impl Error {
    /// Whether a value is taken, by the name of its unique index.
    #[must_use]
    pub fn is_taken(&self, index: &str) -> bool {
        matches!(self, Self::Conflict { rule: Rule::Unique, constraint } if constraint == index)
    }

    /// When trying the same again makes sense; `None` when it would fail again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Unavailable { retry_after, .. } | Self::Busy { retry_after, .. } => {
                Some(*retry_after)
            }
            _ => None,
        }
    }

    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        Self::Unavailable { reason: reason.into(), retry_after: RETRY_UNAVAILABLE }
    }

    pub(crate) fn busy(reason: &'static str) -> Self {
        Self::Busy { reason, retry_after: RETRY_BUSY }
    }

    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }
}
