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
    /// Listens of a file that is imported, different words in it, and recordings of the catalogue
    /// that they are matched with.
    pub(super) imported: usize,
    pub(super) words: usize,
    pub(super) recordings: u32,
}

impl Plan {
    /// Everything, with so many listens of one person.
    pub(super) fn full(listens: usize) -> Self {
        let (rounds, singles, batches) = (5, 3_200, 20);
        let (imported, words, recordings) = (300_000, 20_000, 100_000);
        let (questions, rival) = (1_000, 5_000);
        Self { rounds, singles, batches, listens, questions, rival, imported, words, recordings }
    }

    /// Just enough to see whether it works.
    pub(super) fn smoke() -> Self {
        let (rounds, singles, batches) = (1, 64, 1);
        let (listens, questions, rival) = (4_000, 20, 0);
        let (imported, words, recordings) = (2_000, 200, 2_000);
        Self { rounds, singles, batches, listens, questions, rival, imported, words, recordings }
    }
}
