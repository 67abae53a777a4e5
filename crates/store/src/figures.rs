//! Figures: what the database did so far and what it is doing now, for the metrics page.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the latency buckets, in microseconds.
pub const BUCKETS_US: [u64; 14] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
    5_000_000,
];

/// A moment's figures. Counters only grow; the others are what is true now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Most connections that may be open (SQLite: for reading).
    pub connections_max: u64,
    /// Connections that are open.
    pub connections: u64,
    /// Open connections that nobody uses.
    pub connections_idle: u64,
    /// Callers that wait for a connection.
    pub waiting: u64,
    /// SQLite: units of work that wait for the writer or are in its hands.
    pub writes_waiting: u64,
    /// Units of work that were committed.
    pub writes: u64,
    /// Transactions that committed them; fewer than `writes` where they were committed together.
    pub commits: u64,
    /// Statements that were run.
    pub statements: u64,
    /// Statements slower than [`crate::Options::slow_statement`].
    pub slow_statements: u64,
    /// The time that all statements took together, in microseconds.
    pub latency_sum_us: u64,
    /// Statements by time: as many as took at most [`BUCKETS_US`] and more than the bound before;
    /// the last are slower than all bounds.
    pub latency: [u64; BUCKETS_US.len() + 1],
}

/// The counters behind [`Figures`].
#[derive(Debug, Default)]
pub(crate) struct Meter {
    pub(crate) waiting: AtomicU64,
    pub(crate) writes_waiting: AtomicU64,
    pub(crate) writes: AtomicU64,
    pub(crate) commits: AtomicU64,
    statements: AtomicU64,
    slow_statements: AtomicU64,
    latency_sum_us: AtomicU64,
    latency: [AtomicU64; BUCKETS_US.len() + 1],
}

impl Meter {
    /// Counts a statement, and logs it when it was slow. Parameters are never logged.
    pub(crate) fn record(&self, query: &'static str, took: Duration, slow: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS_US.partition_point(|bound| *bound < us);
        self.latency[bucket].fetch_add(1, Ordering::Relaxed);
        self.latency_sum_us.fetch_add(us, Ordering::Relaxed);
        self.statements.fetch_add(1, Ordering::Relaxed);
        if took > slow {
            self.slow_statements.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(store.query = query, store.duration_ms = us / 1000, "slow statement");
        }
    }

    /// The counters now; the caller adds what its pool knows.
    pub(crate) fn figures(&self, engine: &'static str) -> Figures {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Figures {
            engine,
            connections_max: 0,
            connections: 0,
            connections_idle: 0,
            waiting: read(&self.waiting),
            writes_waiting: read(&self.writes_waiting),
            writes: read(&self.writes),
            commits: read(&self.commits),
            statements: read(&self.statements),
            slow_statements: read(&self.slow_statements),
            latency_sum_us: read(&self.latency_sum_us),
            latency: std::array::from_fn(|at| read(&self.latency[at])),
        }
    }
}

/// One more of something for as long as this lives.
pub(crate) struct Counted<'a>(&'a AtomicU64);

impl<'a> Counted<'a> {
    pub(crate) fn new(counter: &'a AtomicU64) -> Self {
        counter.fetch_add(1, Ordering::Relaxed);
        Self(counter)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    //! Buckets.
    use super::*;

    #[test]
    fn a_statement_falls_into_the_first_bucket_that_is_large_enough() {
        let meter = Meter::default();
        for us in [0, 50, 51, 9_000_000] {
            meter.record("test", Duration::from_micros(us), Duration::from_secs(1));
        }
        let figures = meter.figures("sqlite");
        assert_eq!((figures.latency[0], figures.latency[1], figures.latency[14]), (2, 1, 1));
        assert_eq!((figures.statements, figures.slow_statements), (4, 1));
    }
}
