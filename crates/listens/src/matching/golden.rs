//! A labelled set made from a catalogue: what clients might say about its recordings, and what they might say
//! about recordings that do not exist.
//!
//! The same catalogue, number and seed make the same set. Used to measure the matcher, never while serving.

mod dice;
mod names;
mod noise;
mod romanise;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use catalog::record::{ArtistCredit, Recording, Release};
use catalog::{Table, View};
use model::Kind;
use text::{Title, key};

use super::Match;
use super::said::whole;
use crate::Words;
use dice::Dice;
pub use noise::Noise;

/// Recordings that are looked at for every case that is made.
const POOL: usize = 8;

/// Share of cases that say a release, and of those that say a length.
const WITH_RELEASE: f64 = 0.6;
const WITH_LENGTH: f64 = 0.6;

/// One labelled listen.
#[derive(Debug, Clone)]
pub struct Case {
    /// What was done to the words.
    pub noise: Noise,
    /// What the client says.
    pub words: Words,
    /// The recording that is meant; `None` when there is none.
    pub meant: Option<u32>,
}

/// What a match of a case is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The recording that was meant, or one of equal words and credit.
    Right,
    /// Another recording.
    Wrong,
    /// None, although there is one.
    Missed,
    /// None, and there is none.
    RightlyNone,
}

/// Counts of verdicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right.
    pub right: u32,
    /// Wrong, matches of what does not exist included.
    pub wrong: u32,
    /// Missed.
    pub missed: u32,
    /// Rightly none.
    pub rightly_none: u32,
}

impl Tally {
    /// Counts one.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::Missed => self.missed += 1,
            Verdict::RightlyNone => self.rightly_none += 1,
        }
    }

    /// Counts of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
            rightly_none: self.rightly_none + other.rightly_none,
        }
    }

    /// Right matches among all matches, 0 to 1; 1 when there is none.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Right matches among all that could be, 0 to 1; 1 when nothing could be matched.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.possible())
    }

    /// Cases with a recording, as far as the counts tell: wrong matches of nothing are not among them.
    fn possible(&self) -> u32 {
        self.right + self.missed + if self.rightly_none == 0 { self.wrong } else { 0 }
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// Tallies by noise, and of all cases with a recording.
pub type Tallies = BTreeMap<Noise, Tally>;

/// Makes so many cases, one fifth without a recording; fewer where the catalogue has not enough.
///
/// Where it has too little for one kind of noise, the kinds that any recording lends itself to get more.
///
/// # Errors
/// Failures to read the catalogue.
pub fn cases(view: &View<'_>, count: usize, seed: u64) -> catalog::Result<Vec<Case>> {
    let mut dice = Dice::new(seed);
    let pool = pool(view, count * POOL, seed)?;
    let mut cases = Vec::with_capacity(count);
    if pool.len() < 2 {
        return Ok(cases);
    }
    let (mut rounds, mut lacking) = (Vec::new(), 0);
    for noise in Noise::ALL {
        let wanted = ((count as f64) * noise.share()).round().max(1.0) as usize;
        let mut round = Round::new(noise, &pool, &mut dice);
        let made = round.make(view, wanted, (&mut dice, &mut cases))?;
        lacking += if noise.is_negative() { 0 } else { wanted - made };
        rounds.push(round);
    }
    rounds.retain(|round| round.noise.suits_any());
    for (left, round) in (1..=rounds.len()).rev().zip(&mut rounds) {
        lacking -= round.make(view, lacking / left, (&mut dice, &mut cases))?;
    }
    Ok(cases)
}

/// The way of one kind of noise through the pool.
struct Round<'p> {
    noise: Noise,
    pool: &'p [u32],
    first: usize,
    /// Recordings that were looked at.
    passed: usize,
}

impl<'p> Round<'p> {
    /// Every kind begins elsewhere in the pool, so that kinds do not share recordings.
    fn new(noise: Noise, pool: &'p [u32], dice: &mut Dice) -> Self {
        Self { noise, pool, first: dice.below(pool.len()), passed: 0 }
    }

    /// Makes cases of the recordings that follow; answers how many there are, at most those that are wanted.
    fn make(
        &mut self,
        view: &View<'_>,
        wanted: usize,
        (dice, cases): (&mut Dice, &mut Vec<Case>),
    ) -> catalog::Result<usize> {
        let start = cases.len();
        while self.passed < self.pool.len() && cases.len() - start < wanted {
            let row = self.pool[(self.first + self.passed) % self.pool.len()];
            self.passed += 1;
            let other = self.pool[dice.below(self.pool.len())];
            let Some(plain) = Plain::read(view, row)? else { continue };
            let Some(other) = Plain::read(view, other)? else { continue };
            cases.extend(self.noise.make(view, (&plain, &other), dice)?);
        }
        Ok(cases.len() - start)
    }
}

/// Recordings from all over the catalogue, in an order that the seed decides.
fn pool(view: &View<'_>, wanted: usize, seed: u64) -> catalog::Result<Vec<u32>> {
    let table = Table::Entity(Kind::Recording);
    let count = view.count(table)? as usize;
    let share = wanted as f64 / count.max(1) as f64;
    let mut rows: Vec<(u64, u32)> = Vec::with_capacity(wanted.min(count));
    for record in view.records(table)? {
        let (row, _) = record?;
        let hash = Dice::new(seed ^ u64::from(row)).next();
        if (hash as f64) < share * u64::MAX as f64 {
            rows.push((hash.rotate_left(32), row));
        }
    }
    rows.sort_unstable();
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// What the catalogue says about a recording.
struct Plain<'v> {
    row: u32,
    recording: Recording<'v>,
    /// Artist, name, join phrase.
    names: Vec<(u32, &'v str, &'v str)>,
    release: Option<&'v str>,
}

impl<'v> Plain<'v> {
    fn read(view: &'v View<'_>, row: u32) -> catalog::Result<Option<Self>> {
        let Some(recording) = view.get::<Recording<'_>>(row)? else { return Ok(None) };
        let Some(credit) = view.artist_credit(recording.artist_credit)? else { return Ok(None) };
        let names = names(&credit)?;
        let release = view.get::<Release<'_>>(recording.main.release)?;
        let release = release.map(|release| release.name);
        // A title or name without anything to compare is no listen.
        let is_said =
            !key(recording.name).is_empty() && names.iter().any(|name| !key(name.1).is_empty());
        Ok(is_said.then_some(Self { row, recording, names, release }))
    }

    fn artist(&self) -> String {
        self.names.iter().flat_map(|(_, name, join)| [*name, *join]).collect()
    }

    /// The words as the catalogue has them, with or without release and length.
    fn words(&self, dice: &mut Dice) -> Words {
        let release = self.release.filter(|_| dice.chance(WITH_RELEASE));
        let length = self.recording.length_ms.filter(|_| dice.chance(WITH_LENGTH));
        // Players round to seconds and measure differently.
        let off = dice.below(3001) as i64 - 1500;
        Words {
            artist_name: self.artist(),
            recording_name: self.recording.name.to_owned(),
            release_name: release.map(str::to_owned),
            length_ms: length.map(|ms| (i64::from(ms) + off).max(1)),
            ..Words::default()
        }
    }
}

fn names<'v>(credit: &ArtistCredit<'v>) -> catalog::Result<Vec<(u32, &'v str, &'v str)>> {
    let names = credit.names.iter().map(|name| {
        let name = name?;
        Ok((name.artist, name.name, name.join_phrase))
    });
    names.collect()
}

/// What a match is worth.
///
/// # Errors
/// Failures to read the catalogue.
pub fn verdict(view: &View<'_>, case: &Case, found: &Match) -> catalog::Result<Verdict> {
    let (meant, found) = match (case.meant, found.recording) {
        (None, None) => return Ok(Verdict::RightlyNone),
        (None, Some(_)) => return Ok(Verdict::Wrong),
        (Some(_), None) => return Ok(Verdict::Missed),
        (Some(meant), Some(found)) => (meant, found.row),
    };
    if meant == found {
        return Ok(Verdict::Right);
    }
    let (Some(meant), Some(found)) = (Plain::read(view, meant)?, Plain::read(view, found)?) else {
        return Ok(Verdict::Wrong);
    };
    let words = |plain: &Plain<'_>| {
        let title = Title::read(plain.recording.name);
        (whole(&title), title.versions, key(&plain.artist()))
    };
    Ok(if words(&meant) == words(&found) { Verdict::Right } else { Verdict::Wrong })
}
