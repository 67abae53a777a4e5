//! How much of everything is measured.

/// Numbers of rounds, requests and queries.
pub(super) struct Plan {
    /// Recordings of the dump.
    pub(super) recordings: u32,
    /// How often an import of up to [`Plan::QUICK`] recordings is repeated.
    pub(super) imports: usize,
    /// Turns of look-ups before the first round.
    pub(super) warm_up: usize,
    /// Rounds of requests; each contestant has its turn in each.
    pub(super) rounds: usize,
    /// Requests for a constant answer or one track, a turn.
    pub(super) lookups: usize,
    /// Requests for one track to the design with seven queries, a turn.
    pub(super) seven: usize,
    /// Batches, a turn.
    pub(super) batches: usize,
    /// Batches to the design with seven queries, a turn.
    pub(super) seven_batches: usize,
    /// Searches over HTTP, a turn.
    pub(super) searches: usize,
    /// Recordings that are searched for.
    pub(super) targets: usize,
    /// Recordings whose title and artist are typed letter by letter.
    pub(super) typed: usize,
    /// Searches by pattern.
    pub(super) like: usize,
    /// Starts of the server.
    pub(super) starts: usize,
}

impl Plan {
    /// Imports of more recordings than this are measured once: they take minutes.
    const QUICK: u32 = 200_000;

    /// Everything.
    pub(super) fn full(recordings: u32) -> Self {
        Self {
            recordings,
            imports: if recordings > Self::QUICK { 1 } else { 3 },
            warm_up: 200,
            rounds: 9,
            lookups: 20_000,
            seven: 4000,
            batches: 100,
            seven_batches: 40,
            searches: 1000,
            targets: 3000,
            typed: 300,
            like: 25,
            starts: 7,
        }
    }

    /// Just enough to see whether it works.
    pub(super) fn smoke() -> Self {
        Self {
            recordings: 2000,
            imports: 1,
            warm_up: 1,
            rounds: 2,
            lookups: 200,
            seven: 50,
            batches: 2,
            seven_batches: 2,
            searches: 20,
            targets: 50,
            typed: 3,
            like: 3,
            starts: 1,
        }
    }
}
