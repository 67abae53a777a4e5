//! What the exit codes mean, and which error has which.

use std::process::ExitCode;

/// Why the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It did what it was asked for.
    Done = 0,
    /// Something else failed.
    Failure = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// The input of an import, or a generation, is not what it should be.
    BadInput = 3,
    /// There is no catalogue yet, or no such generation.
    Nothing = 4,
    /// Another import is running.
    Busy = 5,
    /// The disk is full.
    DiskFull = 6,
    /// The database cannot be reached, or is not at this program's migrations.
    Database = 7,
    /// It was stopped by a signal.
    Stopped = 130,
}

/// The table that `--help` shows.
pub const HELP: &str = "Exit codes:
  0    done
  1    failure
  2    wrong command line or configuration
  3    bad input, or a damaged generation or backup
  4    no catalogue yet, or no such generation or backup
  5    another import or backup is running
  6    disk full
  7    the database cannot be reached, or is not at this program's migrations
  130  stopped by a signal";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The code of an error.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Self {
        let causes = || error.chain();
        if let Some(import) = causes().find_map(|cause| cause.downcast_ref::<import::Error>()) {
            return Self::of_import(import);
        }
        if let Some(catalog) = causes().find_map(|cause| cause.downcast_ref::<catalog::Error>()) {
            return Self::of_catalog(catalog);
        }
        if let Some(fetch) = causes().find_map(|cause| cause.downcast_ref::<import::fetch::Error>())
        {
            return Self::of_fetch(fetch);
        }
        let is_bad_file = |cause: &(dyn std::error::Error + 'static)| {
            let refusal = cause.downcast_ref().and_then(listens::Error::refusal);
            matches!(refusal, Some(listens::Refusal::Invalid { field: "file", .. }))
        };
        if causes().any(is_bad_file) {
            return Self::BadInput;
        }
        if causes().any(<dyn std::error::Error>::is::<jobs::Stopped>) {
            return Self::Stopped;
        }
        if let Some(store) = causes().find_map(|cause| cause.downcast_ref::<store::Error>()) {
            return Self::of_store(store);
        }
        if let Some(backup) = causes().find_map(|it| it.downcast_ref::<crate::backup::Error>()) {
            return Self::of_backup(backup);
        }
        if error.is::<crate::config::Error>() {
            return Self::Usage;
        }
        Self::Failure
    }

    fn of_store(error: &store::Error) -> Self {
        use store::Error::{Busy, ChecksumChanged, Invalid, Pending, TooNew, Unavailable};
        match error {
            Unavailable { .. }
            | Busy { .. }
            | Pending(_)
            | TooNew { .. }
            | ChecksumChanged { .. } => Self::Database,
            Invalid(_) => Self::Usage,
            other if is_full(other) => Self::DiskFull,
            _ => Self::Failure,
        }
    }

    fn of_backup(error: &crate::backup::Error) -> Self {
        use crate::backup::Error::{
            Busy, Catalog, Damaged, NoSuch, None, OtherEngine, Stopped, Store,
        };
        match error {
            NoSuch(_) | None(_) => Self::Nothing,
            Damaged { .. } => Self::BadInput,
            OtherEngine { .. } => Self::Usage,
            Busy(_) => Self::Busy,
            Store(error) => Self::of_store(error),
            Catalog(error) => Self::of_catalog(error),
            Stopped(_) => Self::Stopped,
            other if is_full(other) => Self::DiskFull,
            _ => Self::Failure,
        }
    }

    fn of_fetch(error: &import::fetch::Error) -> Self {
        use import::fetch::Error::{Checksum, NotAnExport, Stopped};
        match error {
            Stopped => Self::Stopped,
            Checksum { .. } | NotAnExport { .. } => Self::BadInput,
            other if is_full(other) => Self::DiskFull,
            _ => Self::Failure,
        }
    }

    fn of_import(error: &import::Error) -> Self {
        use import::Error::{
            BadRow, Catalog, Disk, DiskFull, Dump, Search, Sqlite, Staging, Stopped, Unreadable,
            Verify,
        };
        match error {
            Catalog(error) => Self::of_catalog(error),
            DiskFull(_) => Self::DiskFull,
            Stopped => Self::Stopped,
            Dump(_) | BadRow { .. } | Unreadable { .. } | Sqlite { .. } => Self::BadInput,
            Disk { .. } | Search(_) | Staging(_) | Verify(_) => Self::Failure,
        }
    }

    fn of_catalog(error: &catalog::Error) -> Self {
        use catalog::Error::{Busy, Damaged, Empty, Foreign, NoGeneration, Version};
        match error {
            Empty(_) | NoGeneration(_) => Self::Nothing,
            Busy(_) => Self::Busy,
            Foreign { .. } | Version { .. } | Damaged { .. } => Self::BadInput,
            other if is_full(other) => Self::DiskFull,
            _ => Self::Failure,
        }
    }
}

/// Whether the operating system said that there is no space, however deep in the causes.
fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// An error with its causes, each said once.
#[must_use]
pub fn chain(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if text.contains(&cause) {
            continue;
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
    }
    text
}

#[cfg(test)]
mod tests {
    //! Errors have the codes that `--help` promises.
    use super::*;

    #[test]
    fn errors_have_their_codes() {
        let code = |error: anyhow::Error| Exit::of(&error);
        assert_eq!(code(catalog::Error::Empty("x".into()).into()), Exit::Nothing);
        assert_eq!(code(catalog::Error::Busy("x".into()).into()), Exit::Busy);
        assert_eq!(code(import::Error::DiskFull("x".into()).into()), Exit::DiskFull);
        assert_eq!(code(import::Error::Stopped.into()), Exit::Stopped);
        assert_eq!(code(store::Error::Pending(2).into()), Exit::Database);
        assert_eq!(code(store::Error::Invalid("x".into()).into()), Exit::Usage);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let full = catalog::Error::Io { path: "x".into(), source: full };
        assert_eq!(code(import::Error::Catalog(full).into()), Exit::DiskFull);
        assert_eq!(code(anyhow::anyhow!("x")), Exit::Failure);
    }

    #[test]
    fn causes_are_said_once() {
        let error = anyhow::Error::from(import::Error::Catalog(catalog::Error::NoGeneration(3)));
        assert_eq!(
            chain(&error.context("opening")),
            "opening: no generation 3: list them with `gatefold catalogue list`"
        );
    }
}
