#![doc = include_str!("README.md")]

mod activity;
mod albums;
mod block;
mod calendar;
mod cover;
mod discoveries;
mod evolution;
mod facets;
mod genre_hours;
mod ledger;
mod listeners;
mod named;
pub(crate) mod presence;
mod range;
mod refresh;
mod report;
mod similar;
#[cfg(test)]
mod tests;
mod top;

pub use activity::{Bucket, Streak, Streaks, Totals, Unit};
pub use albums::ArtistAlbums;
pub use discoveries::{Discoveries, Discovery};
pub use evolution::Evolution;
pub use facets::{Country, Decade};
pub use genre_hours::GenreHours;
pub use ledger::Order;
pub use listeners::{Listeners, ListenersOf};
pub use named::Subject;
pub use range::{Period, Range, Span};
pub use report::YearReport;
pub use top::{Chart, Entry, Ranked};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::stats::{self, Counted};
use store::users::{self, User};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::counts;
use crate::error::{Refusal, Result};
use crate::listens::Listens;
use refresh::Place;

/// Entries of one answer at most.
pub const MAX_ENTRIES: u32 = 1000;
/// Somebody with so many days to count had better not wait for it when asking.
const MANY_STALE: u32 = 30;
/// Periods of one answer at most.
pub const MAX_PERIODS: i64 = 20_000;

/// The statistics of one person, or of several together, as of one question.
pub struct Statistics {
    listens: Listens,
    people: Vec<Place>,
    zone: (String, TimeZone),
    today: i64,
    now_ms: i64,
    is_fresh: OnceCell<()>,
}

impl Listens {
    /// The statistics of a person. What was acknowledged before this is in every answer.
    ///
    /// # Errors
    /// Refused: a user who does not exist.
    pub async fn statistics(&self, user_id: Uuid) -> Result<Statistics> {
        let user = users::find(self.store(), user_id).await?;
        let place = Place::of(&user.ok_or(Refusal::NotFound { what: "user" })?);
        let zone = (place.name.clone(), place.zone.clone());
        Ok(self.statistics_in(zone, vec![place]))
    }

    /// The statistics of several people together. A play counts for the date that it had where the
    /// person was; the ends of ranges, and today, are those of UTC.
    #[must_use]
    pub fn statistics_together(&self, people: &[User]) -> Statistics {
        let people = people.iter().map(Place::of).collect();
        self.statistics_in(("UTC".to_owned(), TimeZone::UTC), people)
    }

    fn statistics_in(&self, zone: (String, TimeZone), people: Vec<Place>) -> Statistics {
        let now_ms = self.now_ms();
        Statistics {
            listens: self.clone(),
            today: counts::day(&zone.1, now_ms),
            people,
            zone,
            now_ms,
            is_fresh: OnceCell::new(),
        }
    }
}

impl Listens {
    /// Counts all days of the next person, behind one of them, of whom many have changed, and adds
    /// up months and years. Answers who that was; none when there is nobody left.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_days(&self, after: Uuid) -> Result<Option<Uuid>> {
        let Some(user_id) = stats::stale_user(self.store(), after, MANY_STALE).await? else {
            return Ok(None);
        };
        self.count_all(user_id).await?;
        Ok(Some(user_id))
    }

    /// Counts all days of a person that have changed, and adds up months and years.
    pub(crate) async fn count_all(&self, user_id: Uuid) -> Result<()> {
        let statistics = self.statistics(user_id).await?;
        let span = statistics.span(Range::AllTime).await?;
        for kind in [Counted::Recording, Counted::Release, Counted::Artist] {
            statistics.ledger(kind, &span).await?;
        }
        Ok(())
    }
}

impl Statistics {
    /// The date in the person's time zone.
    #[must_use]
    pub fn today(&self) -> Date {
        calendar::date(self.today)
    }

    /// The person's time zone, by its IANA name; UTC for several people.
    #[must_use]
    pub fn time_zone(&self) -> &str {
        &self.zone.0
    }

    /// When the answers are of, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The days of a range.
    ///
    /// # Errors
    /// Refused: dates in the wrong order.
    pub async fn span(&self, range: Range) -> Result<Span> {
        match range.days(self.today) {
            Some((first, last)) if first > last => {
                let reason = "the first day has to come before the last";
                Err(Refusal::invalid("range", reason))
            }
            Some(days) => Ok(self.span_of(days)),
            None => self.all_time().await,
        }
    }

    /// The days of the period before a range; none before all time.
    #[must_use]
    pub fn span_before(&self, range: Range) -> Option<Span> {
        range.days_before(self.today).map(|days| self.span_of(days))
    }

    fn span_of(&self, (first_day, last_day): (i64, i64)) -> Span {
        let zone = &self.zone.1;
        Span {
            first_day,
            last_day,
            from_ms: calendar::begins_ms(zone, first_day),
            to_ms: calendar::begins_ms(zone, last_day + 1) - 1,
        }
    }

    async fn all_time(&self) -> Result<Span> {
        let mut days = (self.today, self.today);
        for place in &self.people {
            if let Some((first_ms, last_ms)) = self.listens.bounds(place.user_id).await? {
                let day = |at_ms| counts::day(&place.zone, at_ms);
                days = (days.0.min(day(first_ms)), days.1.max(day(last_ms)));
            }
        }
        Ok(self.span_of(days))
    }

    /// Whether a person is among those whose statistics these are.
    fn is_of(&self, user_id: Uuid) -> bool {
        self.people.iter().any(|place| place.user_id == user_id)
    }

    /// All plays.
    pub(crate) async fn listens(&self) -> Result<u64> {
        self.fresh().await?;
        let mut total = 0;
        for place in &self.people {
            total += stats::total(self.listens.store(), place.user_id).await?;
        }
        Ok(u64::try_from(total).unwrap_or(0))
    }

    /// Counts what has changed, once.
    async fn fresh(&self) -> Result<()> {
        let count = async || {
            for place in &self.people {
                refresh::refresh(&self.listens, place).await?;
            }
            Ok(())
        };
        self.is_fresh.get_or_try_init(count).await.copied()
    }
}
