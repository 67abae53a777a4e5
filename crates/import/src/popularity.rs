//! How well known an entity is, when the source does not say so. `README.md` explains the formula.

/// What the crowd left behind about an entity.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signals {
    /// Releases that it is on, or that it has.
    pub releases: u32,
    /// Ratings and tag votes for itself.
    pub votes: u32,
    /// Ratings and tag votes for its release group.
    pub group_votes: u32,
    /// Ratings and tag votes for its best known artist.
    pub artist_votes: u32,
}

/// Weights of the logarithms of the signals.
const RELEASES: f32 = 1.0;
const VOTES: f32 = 0.9;
const GROUP_VOTES: f32 = 0.6;
const ARTIST_VOTES: f32 = 0.5;
/// The score at which popularity is 63, about a hundred votes on everything.
const SCALE: f32 = 6.0;

impl Signals {
    /// A score from 0 up; twice as many of a signal always adds the same amount.
    #[must_use]
    pub fn score(&self) -> f32 {
        let log = |n: u32| (n as f32).ln_1p();
        RELEASES * log(self.releases.saturating_sub(1))
            + VOTES * log(self.votes)
            + GROUP_VOTES * log(self.group_votes)
            + ARTIST_VOTES * log(self.artist_votes)
    }
}

/// A score as popularity, 0 to 100.
#[must_use]
pub fn points(score: f32) -> u8 {
    (100.0 * (1.0 - (-score / SCALE).exp())).round() as u8
}

/// A number that sorts a higher score first.
#[must_use]
pub fn descending(score: f32) -> u32 {
    // Scores are never negative, and the bits of such floats sort as the floats do.
    u32::MAX - score.max(0.0).to_bits()
}

#[cfg(test)]
mod tests {
    //! Monotone, bounded, and unknown things at 0.
    use super::*;

    #[test]
    fn more_of_any_signal_is_more_popular_and_nothing_is_zero() {
        assert_eq!(points(Signals { releases: 1, ..Signals::default() }.score()), 0);
        let base = Signals { releases: 2, votes: 3, group_votes: 4, artist_votes: 5 };
        for more in [
            Signals { releases: 9, ..base },
            Signals { votes: 9, ..base },
            Signals { group_votes: 9, ..base },
            Signals { artist_votes: 9, ..base },
        ] {
            assert!(more.score() > base.score());
            assert!(descending(more.score()) < descending(base.score()));
        }
        assert_eq!(points(1e9), 100);
    }
}
