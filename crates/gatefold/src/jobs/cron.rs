//! Cron texts: five fields, and when they come true next.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The longest text that the database keeps.
const MAX_CHARS: usize = 200;

/// Checks a text.
///
/// # Errors
/// What is expected.
pub fn check(text: &str) -> Result<(), String> {
    parse(text).map(drop)
}

/// The first instant after `after_ms` at which the text is true in a zone, in milliseconds since
/// 1970; none when there is none, as for the 31st of February.
#[must_use]
pub fn next(text: &str, zone: &TimeZone, after_ms: i64) -> Option<i64> {
    let after = Timestamp::from_millisecond(after_ms).ok()?.to_zoned(zone.clone());
    let next = parse(text).ok()?.find_next_occurrence(&after, false).ok()?;
    Some(next.timestamp().as_millisecond())
}

fn parse(text: &str) -> Result<Cron, String> {
    let expected =
        || "expected minute, hour, day of the month, month and weekday, as in 0 3 * * *".to_owned();
    if text.len() > MAX_CHARS || text.starts_with('@') {
        return Err(expected());
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    parser.parse(text).map_err(|_| expected())
}

#[cfg(test)]
mod tests {
    //! Texts and instants.
    use super::*;

    fn after(text: &str, zone: &str, at: &str) -> Option<String> {
        let zone = TimeZone::get(zone).expect("a known zone");
        let at: Timestamp = at.parse().expect("an instant");
        next(text, &zone, at.as_millisecond())
            .and_then(|ms| Timestamp::from_millisecond(ms).ok())
            .map(|next| next.to_string())
    }

    #[test]
    fn the_next_time_is_after_the_instant_itself() {
        let found = after("0 3 * * *", "UTC", "2026-11-21T03:00:00Z");
        assert_eq!(found.as_deref(), Some("2026-11-22T03:00:00Z"));
        let found = after("*/5 * * * *", "UTC", "2026-11-21T03:04:59.999Z");
        assert_eq!(found.as_deref(), Some("2026-11-21T03:05:00Z"));
    }

    #[test]
    fn a_text_is_meant_in_its_zone_also_when_the_clocks_change() {
        let found = after("0 3 * * *", "Europe/Vienna", "2026-07-01T00:00:00Z");
        assert_eq!(found.as_deref(), Some("2026-07-01T01:00:00Z"));
        // 02:30 does not exist on the day on which summer time begins: it runs once all the same.
        let found = after("30 2 * * *", "Europe/Vienna", "2026-03-29T00:00:00Z");
        assert_eq!(found.as_deref(), Some("2026-03-29T01:00:00Z"));
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        for bad in ["", "often", "* * * *", "0 0 3 * * *", "61 * * * *", "@daily", "* * * * * *"] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check("7 3 * * 1-5").is_ok());
        assert_eq!(after("0 0 31 2 *", "UTC", "2026-11-21T03:00:00Z"), None);
    }
}
