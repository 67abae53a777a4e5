#![doc = include_str!("README.md")]

mod answer;
mod artists;
mod evidence;
mod exact;
mod features;
mod fuzzy;
pub mod golden;
mod ids;
mod judge;
mod query;
mod said;
#[cfg(test)]
mod tests;
mod titles;
mod versions;
mod wins;

use catalog::View;

pub use answer::{Candidate, Known, MAX_CANDIDATES, Match, Stage};
pub use features::{ArtistSaid, Features, RefusedId, TitleSaid, VersionSaid};
pub use said::MAX_TEXT_BYTES;

use crate::Words;
use judge::Judge;
use said::Said;

/// How long a search may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Only the stages that are fast enough while a client waits.
    Exact,
    /// All stages.
    Fuzzy,
}

/// Finds the recording that the words mean; see the README for how.
///
/// # Errors
/// Failures to read the catalogue.
pub fn find(view: &View<'_>, words: &Words, effort: Effort) -> catalog::Result<Match> {
    let said = Said::read(words);
    let mut judge = Judge::new(view, words);
    let mut refused = Vec::new();
    let stage = match ids::by_ids(&mut judge, &said, &mut refused)? {
        Some(stage) => Some(stage),
        None => by_words(&mut judge, &said, effort)?,
    };
    let mut answer = match stage {
        Some(stage) => answer::matched(view, stage, judge.wins)?,
        None => answer::unmatched(judge, &said)?,
    };
    answer.features.refused_ids = refused;
    Ok(answer)
}

fn by_words(
    judge: &mut Judge<'_, '_>,
    said: &Said,
    effort: Effort,
) -> catalog::Result<Option<Stage>> {
    if said.is_empty() {
        return Ok(None);
    }
    judge.begin(Stage::Exact);
    if exact::by_keys(judge, said)? {
        return Ok(Some(Stage::Exact));
    }
    if effort == Effort::Exact {
        return Ok(None);
    }
    judge.begin(Stage::Fuzzy);
    Ok(fuzzy::by_likeness(judge, said)?.then_some(Stage::Fuzzy))
}
