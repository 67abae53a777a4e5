//! Wins: candidates that were judged, and which of them is meant.

use super::judge::Judged;

/// Least score of a match.
pub(super) const ACCEPTED: f32 = 0.80;

/// Least score of a match by an id of the client.
pub(super) const ACCEPTED_BY_ID: f32 = 0.60;

/// Score from which on nothing else is looked for.
pub(super) const CERTAIN: f32 = 0.97;

/// Ranks that are this near are as good as equal.
const RIVAL: f32 = 0.02;

/// Candidates that are kept while searching.
const MAX_KEPT: usize = 64;

/// Candidates, in the order in which they were judged.
#[derive(Debug, Clone, Default)]
pub(super) struct Wins {
    judged: Vec<Judged>,
}

impl Wins {
    pub(super) fn add(&mut self, judged: Option<Judged>) {
        if self.judged.len() < MAX_KEPT {
            self.judged.extend(judged);
        } else if let Some(judged) = judged
            && let Some(worst) = self.judged.iter_mut().min_by(|a, b| a.rank.total_cmp(&b.rank))
            && worst.rank < judged.rank
        {
            *worst = judged;
        }
    }

    /// The best score among those of the best rank, 0 when there is none.
    pub(super) fn best_score(&self) -> f32 {
        let best = self.judged.iter().max_by(|a, b| a.rank.total_cmp(&b.rank));
        best.map_or(0.0, |best| best.score)
    }

    pub(super) fn is_certain(&self) -> bool {
        self.best_score() >= CERTAIN
    }

    /// Whether the best is good enough.
    pub(super) fn is_accepted(&self, least: f32) -> bool {
        self.best_score() >= least
    }

    /// The candidates, the best first; equal ones by row.
    pub(super) fn into_sorted(mut self) -> Vec<Judged> {
        self.judged.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.row.cmp(&b.row)));
        self.judged
    }
}

/// Whether one of the others, which are sorted, is as good as the best and no twin of it.
pub(super) fn has_rival(best: &Judged, others: &[Judged]) -> bool {
    let near = others.iter().take_while(|other| best.rank - other.rank < RIVAL);
    near.filter(|other| other.score >= ACCEPTED)
        .any(|other| other.credit != best.credit || other.title != best.title)
}
