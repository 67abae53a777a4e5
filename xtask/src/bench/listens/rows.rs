//! Measures and goals.

use super::imports::Imported;
use super::maloja::Maloja;
use super::questions::Questions;
use super::submissions::Submissions;
use crate::bench::report::Goal::{AtLeast, AtMost};
use crate::bench::report::Row;
use crate::bench::stats::{Measured, percentile};

/// Everything that was measured.
pub(super) struct Measurements {
    pub(super) sqlite: Submissions,
    pub(super) postgres: Submissions,
    /// Listens a processor second while the long history came.
    pub(super) filled: Vec<f64>,
    pub(super) questions: Questions,
    pub(super) imported: Imported,
    pub(super) peak_anonymous: u64,
    pub(super) maloja: Maloja,
}

impl Measurements {
    /// The rows: those with a goal first.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let rate = |name, values: &[f64], goal| Row::goal(name, of(values), "1/s", AtLeast(goal));
        let p99 = |name, values: &[f64], goal| {
            Row::goal(name, Measured::once(percentile(values, 99.0)), "ms", AtMost(goal))
        };
        let asked = &self.questions;
        let peak_anonymous = self.peak_anonymous.max(self.imported.peak_anonymous);
        let mut rows = vec![
            rate(
                "single submissions, 32 clients, SQLite: listens a CPU second",
                &self.sqlite.singles,
                10_000.0,
            ),
            rate(
                "single submissions, 32 clients, PostgreSQL: listens a CPU second",
                &self.postgres.singles,
                10_000.0,
            ),
            rate("batches of 1,000, SQLite: listens a CPU second", &self.sqlite.batches, 60_000.0),
            rate(
                "batches of 1,000, PostgreSQL: listens a CPU second",
                &self.postgres.batches,
                60_000.0,
            ),
            Row::goal(
                "import of a file, matching and counting included: listens a CPU second",
                Measured::once(self.imported.rate),
                "1/s",
                AtLeast(15_000.0),
            ),
            p99("top artists of all time: CPU, p99", &asked.artists_ms, 5.0),
            p99("top recordings of any days: CPU, p99", &asked.recordings_ms, 50.0),
            p99("page of 100 listens from anywhere: CPU, p99", &asked.pages_ms, 5.0),
            Row::goal(
                "memory of the server through all of it: peak anonymous memory",
                Measured::once(peak_anonymous as f64 / f64::from(1 << 20)),
                "MiB",
                AtMost(250.0),
            ),
        ];
        let ms = |name, values: &[f64]| Row::told(name, of(values), "ms");
        rows.extend([
            Row::told(
                "batches of 1,000 of a long history, SQLite: listens a CPU second",
                of(&self.filled),
                "1/s",
            ),
            ms("top artists of all time: CPU", &asked.artists_ms),
            ms("top recordings of any days: CPU", &asked.recordings_ms),
            ms("page of 100 listens from anywhere: CPU", &asked.pages_ms),
            ms("top artists of all time, right after a listen: CPU", &asked.after_listen_ms),
            Row::told(
                "first chart, which counts what is left to count: CPU",
                Measured::once(asked.first_ms),
                "ms",
            ),
        ]);
        rows.extend(self.maloja.rows());
        rows
    }
}

fn of(values: &[f64]) -> Measured {
    Measured::of(values.iter().copied())
}
