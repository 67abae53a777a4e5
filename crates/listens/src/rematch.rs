//! Matching again: words for which only the quick stages were tried, and all words when the
//! catalogue or the rules of matching have changed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use store::listens::{self, Listen as Row};
use store::match_inputs::{self, Input, Match};
use store::{Tx, users};
use uuid::Uuid;

use crate::counts::Changes;
use crate::error::{Error, Result};
use crate::inputs;
use crate::listens::Listens;
use crate::matching::Effort;
use crate::resolve::{RULES_VERSION, Resolved};

/// Listens that are read at once.
const PAGE: u32 = 1000;
/// Words that are matched in one unit of work at most: their listens may be many.
const MOST: u32 = 200;

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
        let generation = self.catalogue().get().as_ref().map(|catalog| catalog.number());
        let Some(generation) = generation.and_then(|number| i64::try_from(number).ok()) else {
            return Ok(Rematched::default());
        };
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

    async fn match_again(&self, inputs: Vec<Input>, limit: u32) -> Result<Rematched> {
        let words = inputs.len() as u64;
        let last = inputs.last().map(|input| input.id);
        let next = last.filter(|_| words == u64::from(limit));
        if inputs.is_empty() {
            return Ok(Rematched { words, changed: 0, next });
        }
        let listens = self.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&listens, inputs));
        let found = asked.await.unwrap_or_else(|error| Err(Error::Internal(error.into())))?;
        let now_ms = self.now_ms();
        let changed = self
            .store()
            .write::<_, Error, _>(move |tx| {
                Box::pin(async move { settle(tx, found, now_ms).await })
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
async fn settle(tx: &mut Tx<'_>, found: Vec<(Input, Resolved)>, now_ms: i64) -> Result<u64> {
    // First of all: on PostgreSQL submissions wait from here on, and come after.
    match_inputs::bump_state(tx).await?;
    let resolved: Vec<Resolved> = found.iter().map(|(_, resolved)| resolved.clone()).collect();
    let numbers = inputs::make_subjects(tx, &resolved).await?;
    let mut followers = Followers::default();
    let mut changed = 0;
    for (input, resolved) in &found {
        let recording = inputs::number(&numbers, &resolved.recording)?;
        let release = resolved.release.map(|key| inputs::number(&numbers, &key)).transpose()?;
        let new = resolved.row(recording, release);
        match_inputs::set_match(tx, input.id, &new, now_ms).await?;
        match_inputs::set_candidates(tx, input.id, &resolved.candidates).await?;
        let old = &input.words.matched;
        let is_same = old.recording_subject == recording && old.release_subject == release;
        if !is_same {
            changed += 1;
            followers.follow(tx, input, &new).await?;
        }
    }
    for changes in followers.0.into_values() {
        changes.write(tx).await?;
    }
    Ok(changed)
}

/// The changes of counts of everybody whose listens follow.
#[derive(Default)]
struct Followers(HashMap<Uuid, Changes>);

impl Followers {
    async fn follow(&mut self, tx: &mut Tx<'_>, input: &Input, new: &Match) -> Result<()> {
        let (old_id, new_id) = (input.words.matched.recording_subject, new.recording_subject);
        let facts = inputs::facts(tx, [old_id, new_id].into_iter()).await?;
        let of = |id: i64| facts.get(&id).cloned().unwrap_or_default();
        let (old_facts, new_facts) = (of(old_id), of(new_id));
        let mut last: Option<Row> = None;
        loop {
            let rows = listens::rows_of_input(&mut *tx, input.id, last.as_ref(), PAGE).await?;
            for (old, observed_ms) in &rows {
                let told_ms = observed_ms.or(input.words.fields.length_ms);
                let release_subject = new.release_subject;
                // A choice stays; the release is that of the words.
                let row = match old.is_manual {
                    true => Row { release_subject, ..old.clone() },
                    false => Row {
                        recording_subject: new_id,
                        release_subject,
                        played_ms: told_ms.or(new_facts.length_ms),
                        ..old.clone()
                    },
                };
                listens::update(tx, &row).await?;
                let chosen = match old.is_manual {
                    true => inputs::facts(tx, [old.recording_subject].into_iter()).await?,
                    false => HashMap::new(),
                };
                let chosen = chosen.get(&old.recording_subject);
                let changes = self.of(tx, old.user_id).await?;
                changes.remove(old, chosen.unwrap_or(&old_facts));
                changes.add(&row, chosen.unwrap_or(&new_facts));
            }
            match rows.into_iter().next_back() {
                Some((row, _)) => last = Some(row),
                None => return Ok(()),
            }
        }
    }

    async fn of(&mut self, tx: &mut Tx<'_>, user_id: Uuid) -> Result<&mut Changes> {
        Ok(match self.0.entry(user_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let user = users::find(&mut *tx, user_id).await?;
                let zone = user.map(|user| user.profile.time_zone).unwrap_or_default();
                place.insert(Changes::new(user_id, &zone))
            }
        })
    }
}
