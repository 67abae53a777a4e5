//! The report of a year.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::activity::{Bucket, Streak, Totals, Unit};
use super::discoveries::Discoveries;
use super::facets::{Country, Decade};
use super::ledger::Order;
use super::top::{Chart, Ranked};
use super::{Range, Span, Statistics};
use crate::error::{Refusal, Result};
use crate::history::{Listen, Window};

/// Entries of each chart of a report.
const SHOWN: u32 = 50;

/// A year in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct YearReport {
    /// The year.
    pub year: i16,
    /// Its sums.
    pub totals: Totals,
    /// The sums of the year before.
    pub totals_before: Totals,
    /// The charts, at most 50 entries each.
    pub artists: Chart,
    /// Recordings.
    pub recordings: Chart,
    /// Release groups.
    pub release_groups: Chart,
    /// Genres.
    pub genres: Chart,
    /// Labels.
    pub labels: Chart,
    /// Artists that were heard for the first time.
    pub new_artists: Discoveries,
    /// Recordings that were heard for the first time.
    pub new_recordings: Discoveries,
    /// Plays of the months.
    pub months: Vec<Bucket>,
    /// Plays of the days.
    pub days: Vec<Bucket>,
    /// Plays by weekday, Monday first, and hour.
    pub hours: [[u64; 24]; 7],
    /// The day with most plays; of equals the first.
    pub busiest_day: Option<Bucket>,
    /// The most days in a row with plays.
    pub longest_streak: Option<Streak>,
    /// Plays and listening time by year of the first release, under none of what is not known.
    pub released: BTreeMap<Option<i64>, (u64, u64)>,
    /// Plays by decade of the first release.
    pub decades: Vec<Decade>,
    /// Plays by country of the artists.
    pub countries: Vec<Country>,
    /// The first listen.
    pub first: Option<Listen>,
    /// The last listen.
    pub last: Option<Listen>,
}

impl Statistics {
    /// A year in numbers.
    ///
    /// # Errors
    /// Refused: a year that is not 1 to 9999.
    pub async fn year(&self, year: i16) -> Result<YearReport> {
        if !(1..=9999).contains(&year) {
            return Err(Refusal::invalid("year", "a year is 1 to 9999"));
        }
        let dates = |year| Range::Dates(date(year, 1, 1), date(year, 12, 31));
        let span = self.span(dates(year)).await?;
        let before = self.span(dates(year - 1)).await?;
        let chart = |ranked| self.top(ranked, &span, Order::Listens, (0, SHOWN));
        let days = self.activity(&span, Unit::Day).await?;
        let busiest = days.iter().rev().max_by_key(|day| day.listens);
        let (first, last) = self.ends(&span).await?;
        Ok(YearReport {
            year,
            totals: self.totals(&span).await?,
            totals_before: self.totals(&before).await?,
            artists: chart(Ranked::Artists).await?,
            recordings: chart(Ranked::Recordings).await?,
            release_groups: chart(Ranked::ReleaseGroups).await?,
            genres: chart(Ranked::Genres).await?,
            labels: chart(Ranked::Labels).await?,
            new_artists: self.discoveries(Ranked::Artists, &span, (0, SHOWN)).await?,
            new_recordings: self.discoveries(Ranked::Recordings, &span, (0, SHOWN)).await?,
            months: self.activity(&span, Unit::Month).await?,
            busiest_day: busiest.filter(|day| day.listens > 0).copied(),
            days,
            hours: self.hours(&span).await?,
            longest_streak: self.streaks(&span).await?.longest,
            released: self.years(&span).await?,
            decades: self.decades(&span).await?,
            countries: self.countries(&span).await?,
            first,
            last,
        })
    }

    /// The first and the last listen of a span.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ends(&self, span: &Span) -> Result<(Option<Listen>, Option<Listen>)> {
        let after = Window { after_ms: Some(span.from_ms - 1), before_ms: None };
        let until = Window { after_ms: None, before_ms: Some(span.to_ms + 1) };
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for place in &self.people {
            first.extend(self.listens.history(place.user_id, after, 1).await?);
            last.extend(self.listens.history(place.user_id, until, 1).await?);
        }
        let in_span = |it: &Listen| (span.from_ms..=span.to_ms).contains(&it.listened_at_ms);
        let first = first.into_iter().filter(in_span).min_by_key(|it| it.listened_at_ms);
        Ok((first, last.into_iter().filter(in_span).max_by_key(|it| it.listened_at_ms)))
    }
}
