//! What the outside world does for this crate, plugged in by the program.

use std::sync::Arc;

/// The time of day.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 in UTC. May jump; nothing here assumes that it only grows.
    fn now_ms(&self) -> i64;
}

/// Randomness that nobody can foresee.
pub trait Randomness: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

impl<F: Fn() -> i64 + Send + Sync> Clock for F {
    fn now_ms(&self) -> i64 {
        self()
    }
}

impl<F: Fn(&mut [u8]) + Send + Sync> Randomness for F {
    fn fill(&self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// Everything that this crate does not do itself.
#[derive(Clone)]
pub struct Effects {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness of the operating system.
    pub random: Arc<dyn Randomness>,
}
