//! Days of a time zone: the instants of a day, and the dates, months and years that days are of.

use jiff::civil::{Date, date as civil};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::counts::{DAY_MS, offset_ms};

/// No offset from UTC is larger than 26 hours.
const FAR_MS: i64 = 26 * 3_600_000;
/// Days between 1970 and the ends of the calendar, rounded up.
const MOST: i64 = 4_400_000;
const EPOCH: Date = civil(1970, 1, 1);

/// The date of a day that is counted from 1970-01-01.
pub(crate) fn date(day: i64) -> Date {
    EPOCH.saturating_add(SignedDuration::from_hours(day.clamp(-MOST, MOST) * 24))
}

/// The day of a date, counted from 1970-01-01.
pub(crate) fn day_of(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours() / 24
}

/// The month of a day, counted from January 1970.
pub(crate) fn month_of(day: i64) -> i64 {
    let date = date(day);
    (i64::from(date.year()) - 1970) * 12 + i64::from(date.month()) - 1
}

/// The year of a day, counted from 1970.
pub(crate) fn year_of(day: i64) -> i64 {
    i64::from(date(day).year()) - 1970
}

/// The first day of a month; beyond the calendar, the day after its end or its beginning.
pub(crate) fn month_begin(month: i64) -> i64 {
    let year = 1970_i64.saturating_add(month.div_euclid(12));
    let of_year = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    let first = i16::try_from(year).ok().and_then(|year| Date::new(year, of_year, 1).ok());
    match first {
        Some(first) => day_of(first),
        None if year < 1970 => day_of(Date::MIN),
        None => day_of(Date::MAX) + 1,
    }
}

/// The first day of a year.
pub(crate) fn year_begin(year: i64) -> i64 {
    month_begin(year.saturating_mul(12))
}

/// The Monday of a day's week.
pub(crate) fn monday(day: i64) -> i64 {
    day - weekday(day)
}

/// The day of the week, 0 for Monday. The first of January 1970 was a Thursday.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The hour of the day at an instant, 0 to 23.
pub(crate) fn hour(zone: &TimeZone, at_ms: i64) -> usize {
    let local_ms = at_ms.saturating_add(offset_ms(zone, at_ms)).rem_euclid(DAY_MS);
    usize::try_from(local_ms / 3_600_000).unwrap_or(0)
}

/// The instants of a day, as spans of which the end is left out. A day that the zone skipped has
/// none; one on which clocks are put back across midnight may have two.
pub(crate) fn instants(zone: &TimeZone, day: i64) -> Vec<(i64, i64)> {
    let begin = day.saturating_mul(DAY_MS);
    let end = begin.saturating_add(DAY_MS);
    let (from, to) = (begin.saturating_sub(FAR_MS), end.saturating_add(FAR_MS));
    let mut cuts = vec![from];
    if let Ok(at) = Timestamp::from_millisecond(from) {
        let changes = zone.following(at).map(|change| change.timestamp().as_millisecond());
        cuts.extend(changes.take_while(|at| *at < to));
    }
    cuts.push(to);
    let mut spans: Vec<(i64, i64)> = Vec::with_capacity(1);
    for piece in cuts.windows(2) {
        let &[from, to] = piece else { continue };
        let offset = offset_ms(zone, from);
        let (from, to) = (from.max(begin - offset), to.min(end - offset));
        match spans.last_mut() {
            _ if from >= to => {}
            Some(last) if last.1 == from => last.1 = to,
            _ => spans.push((from, to)),
        }
    }
    spans
}

/// The first instant of a day, or of the next one that the zone has.
pub(crate) fn begins_ms(zone: &TimeZone, day: i64) -> i64 {
    let spans = (0..3).find_map(|later| instants(zone, day + later).first().copied());
    spans.map_or(day.saturating_mul(DAY_MS), |(from, _)| from)
}
