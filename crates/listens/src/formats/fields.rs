//! Values of rows: times, lengths and ids as programs write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::Gid;

use super::format::Facts;
use super::found::{Reason, Refused};
use crate::{Play, Words};

/// Rows this far ahead are taken: clocks differ.
const AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

/// Longest recording that is believed, 24 days as in ListenBrainz.
const MAX_LENGTH_MS: i64 = 2_073_600_000;

/// Artist and title, trimmed; both have to be there.
pub(super) fn words(artist: Option<&str>, title: Option<&str>) -> Result<Words, Refused> {
    let recording_name = name(title)?.ok_or_else(|| refuse(Reason::NoTitle, "no title"))?;
    let artist_name = name(artist)?
        .ok_or_else(|| refuse(Reason::NoArtist, &format!("no artist for {recording_name:?}")))?;
    Ok(Words { artist_name, recording_name, ..Words::default() })
}

/// A name that may be missing, trimmed.
pub(super) fn name(text: Option<&str>) -> Result<Option<String>, Refused> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.contains('\0') {
        return Err(refuse(Reason::NullCharacter, "a name holds U+0000"));
    }
    Ok(Some(text.to_owned()))
}

/// A play at a time that can be.
pub(super) fn play(words: Words, at_ms: i64, facts: &Facts) -> Result<Play, Refused> {
    let (oldest, newest) = (facts.options.oldest_ms, facts.options.now_ms.saturating_add(AHEAD_MS));
    if at_ms < oldest || at_ms > newest {
        let when = Timestamp::from_millisecond(at_ms)
            .map_or_else(|_| format!("{at_ms} ms"), |when| when.to_string());
        let wrong = if at_ms < oldest { "too long ago" } else { "in the future" };
        let words = format!("{when} is {wrong}: the clock of the player was wrong");
        return Err(Refused::new(Reason::BadTime, words));
    }
    let time_meaning = facts.time_meaning;
    Ok(Play { words, listened_at_ms: at_ms, time_meaning, ..Play::default() })
}

/// An instant with its zone, as in `2024-05-01T12:00:00Z`.
pub(super) fn instant(text: Option<&str>) -> Result<i64, Refused> {
    let text = present(text)?;
    let parsed: Result<Timestamp, _> = text.parse();
    parsed.map(Timestamp::as_millisecond).map_err(|_| bad_time(text))
}

/// Seconds since 1970, whole or not, as a number or as text.
pub(super) fn seconds(text: Option<&str>) -> Result<i64, Refused> {
    let text = present(text)?;
    if let Ok(whole) = text.parse::<i64>() {
        return whole.checked_mul(1000).ok_or_else(|| bad_time(text));
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.and_then(|number| whole_ms(number * 1000.0)).ok_or_else(|| bad_time(text))
}

/// A time of day in a zone, in one of several patterns of `strptime`.
pub(super) fn local(
    text: Option<&str>,
    patterns: &[&str],
    zone: &TimeZone,
) -> Result<i64, Refused> {
    let text = present(text)?;
    let parsed = patterns.iter().find_map(|pattern| DateTime::strptime(pattern, text).ok());
    let zoned = parsed.and_then(|time| time.to_zoned(zone.clone()).ok());
    zoned.map(|zoned| zoned.timestamp().as_millisecond()).ok_or_else(|| bad_time(text))
}

/// Milliseconds since 1970 of a clock that showed the time of day of `zone` and thought that it was
/// UTC.
pub(super) fn of_local_clock(ms: i64, zone: &TimeZone) -> Option<i64> {
    let shown = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(ms).ok()?);
    Some(shown.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}

/// A length that can be, from milliseconds as text or number.
pub(super) fn length_ms(ms: Option<f64>) -> Option<i64> {
    ms.and_then(whole_ms).filter(|ms| (1..=MAX_LENGTH_MS).contains(ms))
}

/// A number that is written as text.
pub(super) fn number(text: Option<&str>) -> Option<f64> {
    text?.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// An MBID, when it is one: programs leave the field empty or write something else.
pub(super) fn mbid(text: Option<&str>) -> Option<Gid> {
    let gid = Gid::parse_mbid(text?.trim()).ok()?;
    (gid != Gid::default()).then_some(gid)
}

fn whole_ms(ms: f64) -> Option<i64> {
    /// Milliseconds up to the year 9999, which a float holds exactly.
    const LIMIT: f64 = 253_402_300_800_000.0;
    (ms.abs() < LIMIT).then(|| ms.round() as i64)
}

fn present(text: Option<&str>) -> Result<&str, Refused> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.ok_or_else(|| refuse(Reason::NoTime, "no time"))
}

fn bad_time(text: &str) -> Refused {
    let shown: String = text.chars().take(40).collect();
    refuse(Reason::BadTime, &format!("{shown:?} is no time"))
}

fn refuse(reason: Reason, words: &str) -> Refused {
    Refused::new(reason, words)
}
