//! What an import tells in the end: counts, and the first places of everything that was skipped.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::formats::Skipped;
use crate::play::Outcome;

/// Places that are kept of each reason.
const FIRST: usize = 10;

/// Rows that were skipped for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skips {
    /// How many.
    pub count: u64,
    /// The first of them: where, and why exactly.
    pub first: Vec<String>,
}

/// What became of rows, beside those that were new or repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Of the new ones, plays that another program had reported: both reports are kept, one listen
    /// counts.
    pub joined: u64,
    /// Opinions.
    pub feedback: u64,
    /// Pins.
    pub pins: u64,
    /// Rows that were skipped, by the code of the reason.
    pub skipped: BTreeMap<String, Skips>,
}

impl Report {
    /// The report in a row; one of another time may lack something.
    pub(super) fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }

    pub(super) fn skip(&mut self, skipped: &Skipped) {
        let of_reason = self.skipped.entry(skipped.reason.code().to_owned()).or_default();
        of_reason.count += 1;
        if of_reason.first.len() < FIRST {
            of_reason.first.push(format!("{}: {}", skipped.place, skipped.words));
        }
    }
}

/// How far an import is, as numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) read: u64,
    pub(super) new: u64,
    pub(super) repeated: u64,
    pub(super) skipped: u64,
    pub(super) report: Report,
}

impl Counts {
    pub(super) fn of(progress: &store::listen_imports::Progress) -> Self {
        let number = |count: i64| u64::try_from(count).unwrap_or(0);
        Self {
            read: number(progress.read_count),
            new: number(progress.new_count),
            repeated: number(progress.repeated_count),
            skipped: number(progress.skipped_count),
            report: Report::parse(&progress.report),
        }
    }

    /// Adds what became of plays.
    pub(super) fn add(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            match outcome {
                Outcome::Kept { .. } => self.new += 1,
                Outcome::Duplicate { .. } => {
                    self.new += 1;
                    self.report.joined += 1;
                }
                Outcome::Repeated { .. } => self.repeated += 1,
            }
        }
    }

    /// The row, with the position behind what was counted.
    pub(super) fn progress(&self, position: String) -> store::listen_imports::Progress {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        store::listen_imports::Progress {
            position: Some(position),
            read_count: number(self.read),
            new_count: number(self.new),
            repeated_count: number(self.repeated),
            skipped_count: number(self.skipped),
            report: self.report.text(),
        }
    }
}
