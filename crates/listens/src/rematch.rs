//! Matching again: words for which only the quick stages were tried, and all words when the
//! catalogue or the rules of matching have changed.

use std::collections::HashMap;

use store::match_inputs::{self, Input, Match};
use store::{Tx, subjects};

use crate::choices;
use crate::error::{Error, Result};
use crate::followers::{Followers, Way};
use crate::inputs;
use crate::listens::Listens;
use crate::matching::Effort;
use crate::resolve::{RULES_VERSION, Resolved};

/// Words that are matched in one unit of work at most: their listens may be many.
pub(crate) const MOST: u32 = 200;

/// What a step of matching did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rematched {
    /// Words that were looked at.
    pub words: u64,
    /// Words that count for something else now.
    pub changed: u64,
    /// Where the next step begins; none at the end.
    pub next: Option<i64>,
}

impl Listens {
    /// Tries all stages for words for which only the quick ones were tried, behind a number.
    /// Without a catalogue there is nothing to do.
    ///
    /// # Errors
    /// Those of the database and of the catalogue.
    pub async fn match_pending(&self, after: i64, limit: u32) -> Result<Rematched> {
        if self.catalogue().get().is_none() {
            return Ok(Rematched::default());
        }
        let limit = limit.clamp(1, MOST);
        let inputs = match_inputs::pending(self.store(), after, limit).await?;
        self.match_again(inputs, limit).await
    }

    /// Matches words again, behind a number, that were matched with another catalogue or other
    /// rules; those that had an answer too.
    ///
    /// # Errors
    /// Those of the database and of the catalogue.
    pub async fn match_stale(&self, after: i64, limit: u32) -> Result<Rematched> {
        let Some(generation) = self.generation() else { return Ok(Rematched::default()) };
        let limit = limit.clamp(1, MOST);
        let mut inputs = match_inputs::page(self.store(), after, limit).await?;
        let (read, last) = (inputs.len(), inputs.last().map(|input| input.id));
        inputs.retain(|input| {
            let matched = &input.words.matched;
            matched.catalogue_generation != Some(generation)
                || matched.rules_version != Some(RULES_VERSION)
        });
        let done = self.match_again(inputs, limit).await?;
        Ok(Rematched { next: last.filter(|_| read == limit as usize), ..done })
    }

    /// Asks for some words again, which are at most so many.
    pub(crate) async fn match_again(&self, inputs: Vec<Input>, limit: u32) -> Result<Rematched> {
        let words = inputs.len() as u64;
        let last = inputs.last().map(|input| input.id);
        let next = last.filter(|_| words == u64::from(limit));
        if inputs.is_empty() {
            return Ok(Rematched { words, changed: 0, next });
        }
        let listens = self.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&listens, inputs));
        let found = asked.await.unwrap_or_else(|error| Err(Error::Internal(error.into())))?;
        let listens = self.clone();
        let changed = self
            .store()
            .write::<_, Error, _>(move |tx| {
                Box::pin(async move { settle(&listens, tx, found).await })
            })
            .await?;
        self.names().clear();
        Ok(Rematched { words, changed, next })
    }
}

fn ask(listens: &Listens, inputs: Vec<Input>) -> Result<Vec<(Input, Resolved)>> {
    let mut found = Vec::with_capacity(inputs.len());
    for input in inputs {
        let words = inputs::words(input.words.fields.clone());
        if let Some(resolved) = listens.resolve(&words, Effort::Fuzzy)? {
            found.push((input, resolved));
        }
    }
    Ok(found)
}

/// Notes the answers and lets the listens follow.
async fn settle(listens: &Listens, tx: &mut Tx<'_>, found: Vec<(Input, Resolved)>) -> Result<u64> {
    // First of all: on PostgreSQL those who submit and those who choose come before or after.
    match_inputs::lock_state(tx).await?;
    let mut found = as_now(tx, found).await?;
    choices::take_up(listens, tx, &mut found).await?;
    if has_changes(tx, &found).await? {
        match_inputs::bump_state(tx).await?;
    }
    let resolved: Vec<Resolved> = found.iter().map(|(_, resolved)| resolved.clone()).collect();
    let numbers = inputs::make_subjects(tx, &resolved).await?;
    let mut followers = Followers::default();
    let (mut changed, now_ms) = (0, listens.now_ms());
    for (input, resolved) in &found {
        let recording = inputs::number(&numbers, &resolved.recording)?;
        let release = resolved.release.map(|key| inputs::number(&numbers, &key)).transpose()?;
        let new = resolved.row(recording, release);
        match_inputs::set_match(tx, input.id, &new, now_ms).await?;
        match_inputs::set_candidates(tx, input.id, &resolved.candidates).await?;
        if !is_same(&input.words.matched, (recording, release)) {
            changed += 1;
            let lengths = inputs::lengths(tx, [recording].into_iter()).await?;
            let length_ms = lengths.get(&recording).copied();
            followers.words(input, Way { to: Some((recording, release)), length_ms });
        }
    }
    followers.write(tx).await?;
    Ok(changed)
}

/// The same words as they are now: somebody else may have asked for them since they were read.
async fn as_now(tx: &mut Tx<'_>, found: Vec<(Input, Resolved)>) -> Result<Vec<(Input, Resolved)>> {
    let ids: Vec<i64> = found.iter().map(|(input, _)| input.id).collect();
    let now = match_inputs::list(&mut *tx, &ids).await?;
    let mut now: HashMap<i64, Input> = now.into_iter().map(|input| (input.id, input)).collect();
    let found = found.into_iter();
    Ok(found.filter_map(|(input, resolved)| Some((now.remove(&input.id)?, resolved))).collect())
}

/// Whether words are to count for something else.
async fn has_changes(tx: &mut Tx<'_>, found: &[(Input, Resolved)]) -> Result<bool> {
    let keys = found.iter().flat_map(|(_, it)| [Some(it.recording), it.release]).flatten();
    let keys: Vec<[u8; 16]> = keys.collect();
    let numbers = subjects::ids_by_keys(&mut *tx, &keys).await?;
    let numbers: HashMap<[u8; 16], i64> = numbers.into_iter().collect();
    Ok(found.iter().any(|(input, resolved)| {
        let recording = numbers.get(&resolved.recording);
        let release = resolved.release.map(|key| numbers.get(&key).copied());
        match (recording, release) {
            (Some(recording), None) => !is_same(&input.words.matched, (*recording, None)),
            (Some(recording), Some(Some(release))) => {
                !is_same(&input.words.matched, (*recording, Some(release)))
            }
            _ => true,
        }
    }))
}

fn is_same(old: &Match, (recording, release): (i64, Option<i64>)) -> bool {
    old.recording_subject == recording && old.release_subject == release
}
