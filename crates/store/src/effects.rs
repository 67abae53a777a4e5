//! What the outside world does, plugged in by the program: the clock and chance that rows are made with.

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
