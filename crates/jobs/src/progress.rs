//! The report of a long piece of work: phases, and how far each of them is.

use std::fmt;

/// What the numbers of a phase count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// Bytes read or written.
    Bytes,
    /// Rows of a table.
    Rows,
    /// Entities, files, or whatever the phase is named after.
    #[default]
    Items,
}

impl Unit {
    /// The unit as one lower-case word for logs and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Rows => "rows",
            Self::Items => "items",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A listener of a long piece of work.
///
/// One phase runs at a time; several threads may advance it at once. Every method returns
/// quickly and never fails: progress that cannot be shown is lost, the work goes on.
pub trait Progress: Send + Sync {
    /// Begins a phase and thereby ends the one before it.
    ///
    /// `total` is how many `unit`s the phase will advance by, when that is known.
    fn phase(&self, name: &str, total: Option<u64>, unit: Unit);

    /// Says that `n` more units of the current phase are done.
    ///
    /// Cheap, but not free: report thousands of rows at a time and not each one.
    fn advance(&self, n: u64);

    /// Passes on one sentence that a person who watches should see.
    fn note(&self, message: &str);
}

/// A listener that hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _name: &str, _total: Option<u64>, _unit: Unit) {}
    fn advance(&self, _n: u64) {}
    fn note(&self, _message: &str) {}
}
