//! What a person heard for the first time in a span.

use std::collections::{BTreeMap, HashMap, HashSet};

use store::stats::{self, Counted, Grain, Play};
use store::subjects::{self, Kind};
use uuid::Uuid;

use super::block::unpack;
use super::calendar::instants;
use super::named::Subject;
use super::refresh::Place;
use super::{MAX_ENTRIES, Range, Ranked, Span, Statistics};
use crate::error::{Refusal, Result};

/// Days whose blocks are read at once.
const DAYS: i64 = 31;
/// Plays that are read at once.
const PAGE: u32 = 5_000;

/// A part of what was discovered.
#[derive(Debug, Clone, PartialEq)]
pub struct Discoveries {
    /// The latest first.
    pub entries: Vec<Discovery>,
    /// All of the span.
    pub total: u64,
}

/// Something that was heard for the first time.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// What.
    pub subject: Subject,
    /// The first play.
    pub first_listened_at_ms: i64,
    /// The latest play.
    pub last_listened_at_ms: i64,
    /// All plays until today.
    pub listens: u64,
}

impl Statistics {
    /// Artists, recordings or releases whose first play lies in a span, at most [`MAX_ENTRIES`].
    ///
    /// # Errors
    /// Refused: anything else than these three.
    pub async fn discoveries(
        &self,
        ranked: Ranked,
        span: &Span,
        (offset, limit): (u32, u32),
    ) -> Result<Discoveries> {
        let kind = match ranked {
            Ranked::Artists => Counted::Artist,
            Ranked::Recordings => Counted::Recording,
            Ranked::Releases => Counted::Release,
            _ => {
                let reason = "first plays are known of artists, recordings and releases";
                return Err(Refusal::invalid("of", reason));
            }
        };
        let new = self.new_in(kind, span).await?;
        let total = new.len() as u64;
        let all = self.span(Range::AllTime).await?;
        let first_days = self.days_with(kind, new, (span.first_day, span.last_day)).await?;
        let part = (offset as usize, limit.min(MAX_ENTRIES) as usize);
        let shown = self.latest(kind, first_days, part).await?;
        let ids: HashSet<i64> = shown.iter().map(|(_, subject)| *subject).collect();
        let last_days = self.days_with(kind, ids, (all.last_day, all.first_day)).await?;
        let mut last = HashMap::new();
        for (day, subjects) in last_days {
            let at = self.instants_of(kind, day, &subjects).await?;
            last.extend(at.into_iter().map(|(subject, (_, last_ms))| (subject, last_ms)));
        }
        let sums = self.ledger(kind, &all).await?;
        let listens: HashMap<i64, i64> =
            sums.sums().map(|sum| (sum.subject, sum.listens)).collect();
        let subjects = self.named(shown.iter().map(|(_, subject)| *subject)).await?;
        let entries = shown.iter().zip(subjects).map(|((first_ms, id), subject)| Discovery {
            subject,
            first_listened_at_ms: *first_ms,
            last_listened_at_ms: last.get(id).copied().unwrap_or(*first_ms),
            listens: listens.get(id).map_or(0, |it| u64::try_from(*it).unwrap_or(0)),
        });
        Ok(Discoveries { entries: entries.collect(), total })
    }

    /// What was heard in a span and not before.
    async fn new_in(&self, kind: Counted, span: &Span) -> Result<HashSet<i64>> {
        let heard = self.ledger(kind, span).await?;
        let mut new: HashSet<i64> = heard.sums().map(|sum| sum.subject).collect();
        let all = self.span(Range::AllTime).await?;
        if all.first_day < span.first_day {
            let before = self.span_of((all.first_day, span.first_day - 1));
            for sum in self.ledger(kind, &before).await?.sums() {
                new.remove(&sum.subject);
            }
        }
        Ok(new)
    }

    /// The first day of each of some subjects from one day to another; the last one when the other
    /// day comes before.
    async fn days_with(
        &self,
        kind: Counted,
        mut wanted: HashSet<i64>,
        (from, to): (i64, i64),
    ) -> Result<BTreeMap<i64, HashSet<i64>>> {
        let is_forward = from <= to;
        let mut days: BTreeMap<i64, HashSet<i64>> = BTreeMap::new();
        let mut next = from;
        while !wanted.is_empty() && (if is_forward { next <= to } else { next >= to }) {
            let part = match is_forward {
                true => (next, to.min(next + DAYS - 1)),
                false => (to.max(next - DAYS + 1), next),
            };
            let (store, key) = (self.listens.store(), (kind, Grain::Day));
            let mut blocks = Vec::new();
            for place in &self.people {
                blocks.extend(stats::blocks(store, place.user_id, key, part).await?);
            }
            blocks.sort_by_key(|(day, _)| if is_forward { *day } else { -*day });
            for (day, block) in blocks {
                for sum in unpack(&block) {
                    let subject = sum?.subject;
                    if wanted.remove(&subject) {
                        days.entry(day).or_default().insert(subject);
                    }
                }
            }
            next = if is_forward { part.1 + 1 } else { part.0 - 1 };
        }
        Ok(days)
    }

    /// A part of subjects with their first instants, the latest first.
    async fn latest(
        &self,
        kind: Counted,
        days: BTreeMap<i64, HashSet<i64>>,
        (mut skip, limit): (usize, usize),
    ) -> Result<Vec<(i64, i64)>> {
        let mut shown = Vec::new();
        for (day, subjects) in days.into_iter().rev() {
            if shown.len() >= limit {
                break;
            }
            if skip >= subjects.len() {
                skip -= subjects.len();
                continue;
            }
            let at = self.instants_of(kind, day, &subjects).await?;
            let mut at: Vec<(i64, i64)> =
                at.into_iter().map(|(subject, (first_ms, _))| (first_ms, subject)).collect();
            at.sort_unstable_by(|a, b| b.cmp(a));
            shown.extend(at.into_iter().skip(std::mem::take(&mut skip)));
        }
        shown.truncate(limit);
        Ok(shown)
    }

    /// The first and the last play on a day of each of some subjects.
    async fn instants_of(
        &self,
        kind: Counted,
        day: i64,
        wanted: &HashSet<i64>,
    ) -> Result<HashMap<i64, (i64, i64)>> {
        let mut found: HashMap<i64, (i64, i64)> = HashMap::new();
        let of = |place: &Place| {
            let user_id = place.user_id;
            instants(&place.zone, day).into_iter().map(move |instants| (user_id, instants))
        };
        let (store, parts) = (self.listens.store(), self.people.iter().flat_map(of));
        for (user_id, (from_ms, before_ms)) in parts {
            let mut after = Some((from_ms.saturating_sub(1), Uuid::max()));
            while let Some(from) = after.take() {
                let plays = stats::plays(store, user_id, (from, before_ms), PAGE).await?;
                if plays.len() == PAGE as usize {
                    after = plays.last().map(|last| (last.listened_at_ms, last.id));
                }
                for (at_ms, subject) in self.counted(kind, &plays).await? {
                    if wanted.contains(&subject) {
                        let bounds = found.entry(subject).or_insert((at_ms, at_ms));
                        *bounds = (bounds.0.min(at_ms), bounds.1.max(at_ms));
                    }
                }
            }
        }
        Ok(found)
    }

    /// What plays count for, with the instant of each.
    async fn counted(&self, kind: Counted, plays: &[Play]) -> Result<Vec<(i64, i64)>> {
        let at = plays.iter().map(|it| (it.listened_at_ms, it));
        match kind {
            Counted::Recording => return Ok(at.map(|(at, it)| (at, it.recording)).collect()),
            Counted::Release => {
                return Ok(at.filter_map(|(at, it)| Some((at, it.release?))).collect());
            }
            Counted::Artist => {}
        }
        let mut recordings: Vec<i64> = plays.iter().map(|it| it.recording).collect();
        recordings.sort_unstable();
        recordings.dedup();
        let store = self.listens.store();
        let mut artists: HashMap<i64, Vec<i64>> = HashMap::new();
        for (recording, artist) in subjects::facets(store, &recordings, Kind::Artist).await? {
            artists.entry(recording).or_default().push(artist);
        }
        let of = |it: &Play| artists.get(&it.recording).into_iter().flatten().copied();
        Ok(at.flat_map(|(at, it)| of(it).map(move |artist| (at, artist))).collect())
    }
}
