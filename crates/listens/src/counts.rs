//! Days of a person that have to be counted again, since their listens changed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::listens::Listen;
use store::{Tx, stats};
use uuid::Uuid;

use crate::error::Result;

/// Changed days that are collected and then marked at once.
pub(crate) struct Changes {
    user_id: Uuid,
    zone: TimeZone,
    days: BTreeSet<i64>,
}

impl Changes {
    pub(crate) fn new(user_id: Uuid, time_zone: &str) -> Self {
        Self { user_id, zone: zone(time_zone), days: BTreeSet::new() }
    }

    /// Notes the day of a listen that came, went, or counts for something else.
    pub(crate) fn note(&mut self, listen: &Listen) {
        self.days.insert(day(&self.zone, listen.listened_at_ms));
    }

    /// The days.
    pub(crate) fn days(self) -> impl Iterator<Item = (Uuid, i64)> {
        let user_id = self.user_id;
        self.days.into_iter().map(move |day| (user_id, day))
    }

    /// Marks the days; the listens themselves have to be written before.
    pub(crate) async fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        Ok(stats::mark_days(tx, self.days()).await?)
    }
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
