//! How much of everything is measured.

/// Numbers of rounds, users and operations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Rounds; each contestant has its turn in each.
    pub(super) rounds: usize,
    /// Users with settings.
    pub(super) users: u128,
    /// Point reads, a turn.
    pub(super) reads: u128,
    /// Updates one after the other, a turn.
    pub(super) alone: u128,
    /// Updates of which many are under way at once, a turn.
    pub(super) together: u128,
    /// Rows of each unit of work that inserts many.
    pub(super) rows: u128,
    /// Units of work that insert many, a turn.
    pub(super) units: u128,
    /// People who sign in.
    pub(super) people: usize,
    /// Sign-ins of each.
    pub(super) sign_ins: usize,
    /// Checks of remembered tokens, a turn.
    pub(super) warm: usize,
    /// Starts of the server of each kind.
    pub(super) starts: usize,
}

impl Plan {
    /// Everything.
    pub(super) fn full() -> Self {
        Self {
            rounds: 7,
            users: 1000,
            reads: 20_000,
            alone: 2000,
            together: 10_000,
            rows: 1000,
            units: 20,
            people: 100,
            sign_ins: 10,
            warm: 20_000,
            starts: 7,
        }
    }

    /// Just enough to see whether it works.
    pub(super) fn smoke() -> Self {
        Self {
            rounds: 1,
            users: 20,
            reads: 50,
            alone: 20,
            together: 200,
            rows: 300,
            units: 1,
            people: 3,
            sign_ins: 2,
            warm: 60,
            starts: 1,
        }
    }
}
