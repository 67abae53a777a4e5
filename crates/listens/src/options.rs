//! What the operator decides.

/// Sizes of memories and queues.
#[derive(Debug, Clone)]
pub struct Options {
    /// Distinct words whose result of matching is remembered, about 300 bytes each.
    pub known_words: u64,
    /// Recordings, releases and artists whose names are remembered, about 700 bytes each.
    pub known_subjects: u64,
    /// Events that a slow subscriber may lag behind before it misses some.
    pub event_queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { known_words: 100_000, known_subjects: 20_000, event_queue: 1024 }
    }
}
