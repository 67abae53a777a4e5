//! How far a phase is and how fast it goes.

use std::time::{Duration, Instant};

use jobs::Unit;

/// A phase under way.
pub struct Meter {
    pub name: String,
    pub total: Option<u64>,
    pub unit: Unit,
    pub done: u64,
    started: Instant,
    told: Instant,
}

/// Between two reports of one phase.
const INTERVAL: Duration = Duration::from_secs(5);

impl Meter {
    /// A phase that starts now.
    pub fn start(name: &str, total: Option<u64>, unit: Unit) -> Self {
        let now = Instant::now();
        Self { name: name.to_owned(), total, unit, done: 0, started: now, told: now }
    }

    /// Counts; `true` when it is time to report.
    pub fn advance(&mut self, n: u64) -> bool {
        self.done += n;
        if self.told.elapsed() < INTERVAL {
            return false;
        }
        self.told = Instant::now();
        true
    }

    /// Units a second.
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.started.elapsed().as_secs_f64().max(1e-3)
    }

    /// Seconds that are left at this rate.
    pub fn seconds_left(&self) -> Option<u64> {
        let left = self.total?.saturating_sub(self.done);
        (self.done > 0).then(|| (left as f64 / self.rate()).round() as u64)
    }
}
