//! Rows of measures, kept in `docs/benchmarks.json` and shown in `docs/benchmarks.md`.
//!
//! Both files hold all benchmarks; each run replaces only what is its own.

mod goal;
mod json;
mod markdown;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::Path;

pub use goal::Goal;

use super::stats::Measured;

/// One measure of one benchmark.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was measured; one name for ever.
    pub measure: Cow<'static, str>,
    /// The median, and how far the values lay apart.
    pub value: Measured,
    /// Its unit.
    pub unit: &'static str,
    /// What it should be; `None` for what only explains other rows.
    pub goal: Option<Goal>,
}

impl Row {
    /// A measure with a goal.
    #[must_use]
    pub fn goal(
        measure: impl Into<Cow<'static, str>>,
        value: Measured,
        unit: &'static str,
        goal: Goal,
    ) -> Self {
        Self { measure: measure.into(), value, unit, goal: Some(goal) }
    }

    /// A measure that is only told.
    #[must_use]
    pub fn told(
        measure: impl Into<Cow<'static, str>>,
        value: Measured,
        unit: &'static str,
    ) -> Self {
        Self { measure: measure.into(), value, unit, goal: None }
    }

    /// Whether the goal is met, as far as there is one.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        self.goal.map(|goal| goal.is_met(self.value.median))
    }
}

/// What a benchmark has to say.
pub struct Report<'a> {
    /// Its name, as in `cargo xtask bench <name>`.
    pub bench: &'a str,
    /// The machine, the date, the command: one line each.
    pub facts: Vec<(&'static str, String)>,
    /// How it measures, in Markdown.
    pub method: &'a str,
    /// What it measured.
    pub rows: Vec<Row>,
}

impl Report<'_> {
    /// Replaces the rows of this benchmark in the files of `docs`.
    ///
    /// Misses are explained by the sections of `benchmarks-notes.md` that bear the name of the measure.
    pub fn write(&self, docs: &Path) -> anyhow::Result<()> {
        json::replace(&docs.join("benchmarks.json"), self)?;
        let notes = std::fs::read_to_string(docs.join("benchmarks-notes.md")).unwrap_or_default();
        markdown::replace(&docs.join("benchmarks.md"), self, &notes)
    }

    /// Puts what `benchmarks-notes.md` says by now into `benchmarks.md`.
    pub fn explain(docs: &Path) -> anyhow::Result<()> {
        let notes = std::fs::read_to_string(docs.join("benchmarks-notes.md"))?;
        markdown::explain(&docs.join("benchmarks.md"), &notes)
    }

    /// The table for a terminal.
    #[must_use]
    pub fn table(&self) -> String {
        markdown::table(&self.rows)
    }
}
