//! Jobs: what runs in the background, when, and by which process.
//!
//! A job is a row: `queue.rs` makes it, `runner.rs` claims it, `run.rs` runs it, `planner.rs` makes
//! those of the schedules. What a kind of job does is one file in `kinds/` and a line in its list.

mod board;
pub mod cron;
mod kind;
mod kinds;
mod planner;
mod queue;
mod run;
mod runner;

use std::time::Duration;

pub use kind::Tools;
pub use kinds::{KINDS, find};
pub use queue::{Order, add, order};
pub use runner::{Pace, Runner};

/// A length of time in whole milliseconds, as the database keeps it.
#[must_use]
pub fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
