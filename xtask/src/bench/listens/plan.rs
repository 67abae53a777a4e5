//! How much of everything is measured.

/// Numbers of requests and listens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Rounds of what is repeated; one more comes first to warm up.
    pub(super) rounds: usize,
    /// Single submissions of a round.
    pub(super) singles: usize,
    /// Batches of a round.
    pub(super) batches: usize,
    /// Listens that one person has in the end; 1,000 at least.
    pub(super) listens: usize,
    /// Questions of each kind about them.
    pub(super) questions: usize,
    /// Listens that another program gets, in batches.
    pub(super) rival: usize,
}

impl Plan {
    /// Everything, with so many listens of one person.
    pub(super) fn full(listens: usize) -> Self {
        let (rounds, singles, batches) = (5, 3_200, 20);
        Self { rounds, singles, batches, listens, questions: 1_000, rival: 5_000 }
    }

    /// Just enough to see whether it works.
    pub(super) fn smoke() -> Self {
        let (rounds, singles, batches) = (1, 64, 1);
        Self { rounds, singles, batches, listens: 4_000, questions: 20, rival: 0 }
    }
}
