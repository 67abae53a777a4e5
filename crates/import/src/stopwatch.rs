//! What each phase of an import takes: told to the progress, kept for the manifest.

use std::time::Instant;

use catalog::Phase;
use jobs::{Progress, Unit};

/// Where the time comes from.
pub type Clock = fn() -> Instant;

/// Times phases, one after another.
pub struct Stopwatch<'p> {
    progress: &'p dyn Progress,
    clock: Clock,
    current: Option<(String, Instant)>,
    phases: Vec<Phase>,
}

impl<'p> Stopwatch<'p> {
    /// A stopwatch that has not started.
    #[must_use]
    pub fn new(progress: &'p dyn Progress, clock: Clock) -> Self {
        Self { progress, clock, current: None, phases: Vec::new() }
    }

    /// Whom the phases are told.
    #[must_use]
    pub fn progress(&self) -> &'p dyn Progress {
        self.progress
    }

    /// Ends the phase before and starts one.
    pub fn start(&mut self, name: &str, total: Option<u64>, unit: Unit) {
        self.end();
        self.progress.phase(name, total, unit);
        self.current = Some((name.to_owned(), (self.clock)()));
    }

    /// Notes the bytes that the phases so far were about, for the last of them.
    pub fn bytes(&mut self, bytes: u64) {
        self.end();
        if let Some(phase) = self.phases.last_mut() {
            phase.bytes = bytes;
        }
    }

    /// All phases.
    #[must_use]
    pub fn finish(mut self) -> Vec<Phase> {
        self.end();
        self.phases
    }

    fn end(&mut self) {
        if let Some((name, started)) = self.current.take() {
            let seconds = (self.clock)().duration_since(started).as_secs_f64();
            self.phases.push(Phase { name, seconds, bytes: 0 });
        }
    }
}
