//! What every connection of a database shares.

use std::time::Duration;

use crate::figures::Meter;
use crate::options::Options;

/// Counters and limits.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) meter: Meter,
    pub(crate) slow_statement: Duration,
    pub(crate) statement_timeout: Duration,
    pub(crate) acquire_timeout: Duration,
}

impl Context {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            meter: Meter::default(),
            slow_statement: options.slow_statement,
            statement_timeout: options.statement_timeout,
            acquire_timeout: options.acquire_timeout,
        }
    }
}
