//! Counts of a person: all-time counts by subject, and days that have to be counted again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::listens::Listen;
use store::subjects::Kind;
use store::user_subjects::{self, Count, Counted, TOTAL};
use store::{Tx, stats};
use uuid::Uuid;

use crate::error::Result;
use crate::known::Facts;

/// A change of counts that is collected and then written at once.
pub(crate) struct Changes {
    user_id: Uuid,
    zone: TimeZone,
    added: BTreeMap<i64, Count>,
    removed: BTreeMap<i64, Count>,
    days: BTreeSet<i64>,
}

impl Changes {
    pub(crate) fn new(user_id: Uuid, time_zone: &str) -> Self {
        let zone = zone(time_zone);
        let (added, removed, days) = Default::default();
        Self { user_id, zone, added, removed, days }
    }

    /// Counts a listen, unless it is hidden.
    pub(crate) fn add(&mut self, listen: &Listen, facts: &Facts) {
        Self::each(listen, facts, &mut self.added);
        self.days.insert(day(&self.zone, listen.listened_at_ms));
    }

    /// Takes back what a listen was counted for, unless it is hidden.
    pub(crate) fn remove(&mut self, listen: &Listen, facts: &Facts) {
        Self::each(listen, facts, &mut self.removed);
        self.days.insert(day(&self.zone, listen.listened_at_ms));
    }

    /// Adds what a listen counts for, unless it is hidden.
    pub(crate) fn each(listen: &Listen, facts: &Facts, into: &mut BTreeMap<i64, Count>) {
        if listen.hidden_by.is_some() {
            return;
        }
        let release = listen.release_subject.map(|id| (id, Counted::Release));
        let artists = facts.artists.iter().map(|id| (*id, Counted::Artist));
        let fixed = [(TOTAL, Counted::Total), (listen.recording_subject, Counted::Recording)];
        for (subject, kind) in fixed.into_iter().chain(release).chain(artists) {
            let at = listen.listened_at_ms;
            let count = into.entry(subject).or_insert(Count {
                subject,
                kind,
                listens: 0,
                played_ms: 0,
                first_listened_at_ms: at,
                last_listened_at_ms: at,
            });
            count.listens += 1;
            count.played_ms += listen.played_ms.unwrap_or(0);
            count.first_listened_at_ms = count.first_listened_at_ms.min(at);
            count.last_listened_at_ms = count.last_listened_at_ms.max(at);
        }
    }

    /// Writes the changes; the listens themselves have to be written before.
    pub(crate) async fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        let added: Vec<Count> = self.added.into_values().collect();
        if !added.is_empty() {
            user_subjects::add(tx, self.user_id, &added).await?;
        }
        for count in self.removed.into_values() {
            subtract(tx, self.user_id, &count).await?;
        }
        let days: Vec<i64> = self.days.into_iter().collect();
        stats::mark_days(tx, self.user_id, &days).await?;
        Ok(())
    }
}

async fn subtract(tx: &mut Tx<'_>, user_id: Uuid, gone: &Count) -> Result<()> {
    let amount = (gone.listens, gone.played_ms);
    let left = user_subjects::subtract(tx, user_id, gone.subject, amount).await?;
    let Some((first, last, listens)) = left else { return Ok(()) };
    if listens <= 0 {
        return Ok(user_subjects::delete(tx, user_id, gone.subject).await?);
    }
    if gone.first_listened_at_ms > first && gone.last_listened_at_ms < last {
        return Ok(());
    }
    let kind = match gone.kind {
        Counted::Recording => Some(Kind::Recording),
        Counted::Release => Some(Kind::Release),
        Counted::Artist => Some(Kind::Artist),
        Counted::Total => None,
    };
    let bounds = match kind {
        Some(kind) => {
            store::listens::bounds_of_subject(&mut *tx, user_id, (kind, gone.subject)).await?
        }
        None => {
            let oldest = store::listens::oldest(&mut *tx, user_id).await?;
            oldest.zip(store::listens::latest(&mut *tx, user_id).await?)
        }
    };
    if let Some(bounds) = bounds {
        user_subjects::set_bounds(tx, user_id, gone.subject, bounds).await?;
    }
    Ok(())
}

/// The time zone of this name; UTC for names that nobody knows any more.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Milliseconds of a day without a change of offset.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The day of an instant in a time zone, counted from 1970-01-01.
pub(crate) fn day(zone: &TimeZone, at_ms: i64) -> i64 {
    at_ms.saturating_add(offset_ms(zone, at_ms)).div_euclid(DAY_MS)
}

/// How far local time is ahead of UTC; nothing outside of the calendar.
pub(crate) fn offset_ms(zone: &TimeZone, at_ms: i64) -> i64 {
    Timestamp::from_millisecond(at_ms)
        .map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1000)
}
