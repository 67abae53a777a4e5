//! When a person listens: by hour, weekday, day, week, month and year; streaks and totals.

use std::collections::BTreeMap;

use jiff::civil::Date;
use store::stats::{self, Counted, Day};

use super::calendar::{
    begins_ms, date, monday, month_begin, month_of, weekday, year_begin, year_of,
};
use super::{MAX_PERIODS, Span, Statistics};
use crate::error::{Refusal, Result};

/// The length of the periods that plays are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// A period, cut at the ends of the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Its first instant.
    pub from_ms: i64,
    /// Its last instant.
    pub to_ms: i64,
    /// Plays.
    pub listens: u64,
    /// Listening time.
    pub played_ms: u64,
}

/// Days in a row with a play on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streak {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// How many days.
    pub days: u64,
}

/// The streaks of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Streaks {
    /// The longest; of equals the latest.
    pub longest: Option<Streak>,
    /// The one that reaches to today or yesterday.
    pub current: Option<Streak>,
}

/// The sums of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Plays.
    pub listens: u64,
    /// Listening time.
    pub played_ms: u64,
    /// Days with plays.
    pub days: u64,
    /// Different recordings.
    pub recordings: u64,
    /// Different releases.
    pub releases: u64,
    /// Different artists.
    pub artists: u64,
}

impl Statistics {
    /// Plays of each period of a span, the oldest first, empty ones too.
    ///
    /// # Errors
    /// Refused: more than [`MAX_PERIODS`] periods.
    pub async fn activity(&self, span: &Span, unit: Unit) -> Result<Vec<Bucket>> {
        let most = match unit {
            Unit::Day => span.last_day - span.first_day,
            Unit::Week => (span.last_day - span.first_day) / 7,
            Unit::Month => month_of(span.last_day) - month_of(span.first_day),
            Unit::Year => year_of(span.last_day) - year_of(span.first_day),
        };
        if most >= MAX_PERIODS {
            let most = usize::try_from(MAX_PERIODS).unwrap_or(usize::MAX);
            return Err(Refusal::TooMany { what: "periods of a span", most }.into());
        }
        let mut days = self.days(span).await?.into_iter().peekable();
        let (mut buckets, mut begin, mut from_ms) = (Vec::new(), span.first_day, span.from_ms);
        while begin <= span.last_day {
            let end = unit.end(begin).min(span.last_day);
            let next_ms = begins_ms(&self.zone.1, end + 1);
            let mut bucket = Bucket {
                first: date(begin),
                last: date(end),
                from_ms,
                to_ms: next_ms - 1,
                listens: 0,
                played_ms: 0,
            };
            while let Some(day) = days.next_if(|day| day.day <= end) {
                bucket.listens += number(day.listens);
                bucket.played_ms += number(day.played_ms);
            }
            buckets.push(bucket);
            (begin, from_ms) = (end + 1, next_ms);
        }
        Ok(buckets)
    }

    /// Plays by weekday, Monday first, and hour of the day.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn hours(&self, span: &Span) -> Result<[[u64; 24]; 7]> {
        let mut week = [[0; 24]; 7];
        for day in self.days(span).await? {
            let Some(of_day) = week.get_mut(usize::try_from(weekday(day.day)).unwrap_or(0)) else {
                continue;
            };
            for (sum, listens) in of_day.iter_mut().zip(counters(&day.hours)) {
                *sum += u64::from(listens);
            }
        }
        Ok(week)
    }

    /// Days in a row with plays.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn streaks(&self, span: &Span) -> Result<Streaks> {
        let days = self.days(span).await?;
        let mut streaks = Streaks::default();
        let mut numbers = days.iter().map(|day| day.day).peekable();
        while let Some(first) = numbers.next() {
            let mut last = first;
            while let Some(day) = numbers.next_if_eq(&(last + 1)) {
                last = day;
            }
            let days = number(last - first + 1);
            let streak = Streak { first: date(first), last: date(last), days };
            if streaks.longest.is_none_or(|longest| longest.days <= days) {
                streaks.longest = Some(streak);
            }
            if (self.today - 1..=self.today).contains(&last) {
                streaks.current = Some(streak);
            }
        }
        Ok(streaks)
    }

    /// The sums of a span.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn totals(&self, span: &Span) -> Result<Totals> {
        let days = self.days(span).await?;
        Ok(Totals {
            listens: days.iter().map(|day| number(day.listens)).sum(),
            played_ms: days.iter().map(|day| number(day.played_ms)).sum(),
            days: days.len() as u64,
            recordings: self.different(Counted::Recording, span).await?,
            releases: self.different(Counted::Release, span).await?,
            artists: self.different(Counted::Artist, span).await?,
        })
    }

    async fn different(&self, kind: Counted, span: &Span) -> Result<u64> {
        Ok(self.ledger(kind, span).await?.sums().count() as u64)
    }

    /// The days of a span that have plays.
    pub(super) async fn days(&self, span: &Span) -> Result<Vec<Day>> {
        self.fresh().await?;
        let (store, within) = (self.listens.store(), (span.first_day, span.last_day));
        let mut sums: BTreeMap<i64, Day> = BTreeMap::new();
        for place in &self.people {
            let mut days = stats::days(store, place.user_id, within).await?;
            days.retain(|day| day.listens > 0);
            if self.people.len() == 1 {
                return Ok(days);
            }
            days.into_iter().for_each(|day| add(sums.entry(day.day).or_default(), day));
        }
        Ok(sums.into_values().collect())
    }
}

impl Unit {
    /// The last day of the period that a day lies in.
    fn end(self, day: i64) -> i64 {
        match self {
            Self::Day => day,
            Self::Week => monday(day) + 6,
            Self::Month => month_begin(month_of(day) + 1) - 1,
            Self::Year => year_begin(year_of(day) + 1) - 1,
        }
    }
}

/// Adds the figures of one person to those of others.
fn add(sum: &mut Day, day: Day) {
    let mut hours = [0_u8; 96];
    let both = counters(&sum.hours).zip(counters(&day.hours));
    for (place, (a, b)) in hours.chunks_exact_mut(4).zip(both) {
        place.copy_from_slice(&a.saturating_add(b).to_le_bytes());
    }
    *sum = Day {
        day: day.day,
        listens: sum.listens + day.listens,
        played_ms: sum.played_ms + day.played_ms,
        hours: hours.to_vec(),
    };
}

/// The counters of a day's hours; all 0 where none were kept.
fn counters(hours: &[u8]) -> impl Iterator<Item = u32> {
    let kept = hours.chunks_exact(4).map(|it| it.try_into().map_or(0, u32::from_le_bytes));
    kept.chain(std::iter::repeat(0)).take(24)
}

fn number(it: i64) -> u64 {
    u64::try_from(it).unwrap_or(0)
}
