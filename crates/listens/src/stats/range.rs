//! Ranges of days by name or by dates, and the days that they are on a day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::calendar::{date, day_of, monday, month_begin, month_of};
use crate::error::Refusal;

/// A range of days, as people ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    /// From the first listen to today.
    #[default]
    AllTime,
    /// The period of today, until today.
    This(Period),
    /// The last period that is over.
    Last(Period),
    /// From one date to another, both included.
    Dates(Date, Date),
}

/// A length of time with a fixed beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// From Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// Six months, from January or July.
    HalfYear,
    /// A year.
    Year,
}

const PERIODS: [(Period, &str); 5] = [
    (Period::Week, "week"),
    (Period::Month, "month"),
    (Period::Quarter, "quarter"),
    (Period::HalfYear, "half_yearly"),
    (Period::Year, "year"),
];

impl Range {
    /// All ranges that have a name.
    pub fn named() -> impl Iterator<Item = Self> {
        let of = |make: fn(Period) -> Self| PERIODS.into_iter().map(move |(it, _)| make(it));
        std::iter::once(Self::AllTime).chain(of(Self::Last)).chain(of(Self::This))
    }

    /// The days of the range, when it is this day today; none for all time.
    pub(crate) fn days(self, today: i64) -> Option<(i64, i64)> {
        match self {
            Self::AllTime => None,
            Self::This(period) => Some((period.begin(today), today)),
            Self::Last(period) => Some(period.before(period.begin(today))),
            Self::Dates(first, last) => Some((day_of(first), day_of(last))),
        }
    }

    /// The range of the same length before.
    pub(crate) fn days_before(self, today: i64) -> Option<(i64, i64)> {
        let (first, last) = self.days(today)?;
        Some(match self {
            Self::AllTime => return None,
            Self::This(period) | Self::Last(period) => period.before(first),
            Self::Dates(..) => (first - (last - first) - 1, first - 1),
        })
    }
}

impl Period {
    /// The first day of the period that a day lies in.
    fn begin(self, day: i64) -> i64 {
        match self.months() {
            None => monday(day),
            Some(months) => month_begin(month_of(day).div_euclid(months) * months),
        }
    }

    /// The days of the period that ends before a day.
    fn before(self, day: i64) -> (i64, i64) {
        (self.begin(day - 1), day - 1)
    }

    fn months(self) -> Option<i64> {
        match self {
            Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = PERIODS.iter().find(|(period, _)| period == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllTime => f.write_str("all_time"),
            Self::This(period) => write!(f, "this_{period}"),
            Self::Last(period) => write!(f, "{period}"),
            Self::Dates(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

impl FromStr for Range {
    type Err = Refusal;

    /// A name.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::named().find(|range| range.to_string() == text).ok_or_else(|| {
            let names: Vec<String> = Self::named().map(|range| range.to_string()).collect();
            let reason = format!("it is one of {}", names.join(", "));
            Refusal::Invalid { field: "range", reason }
        })
    }
}

/// The days that a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub(crate) first_day: i64,
    pub(crate) last_day: i64,
    /// The first instant.
    pub from_ms: i64,
    /// The last instant.
    pub to_ms: i64,
}

impl Span {
    /// The first day.
    #[must_use]
    pub fn first(&self) -> Date {
        date(self.first_day)
    }

    /// The last day, which is included.
    #[must_use]
    pub fn last(&self) -> Date {
        date(self.last_day)
    }
}
