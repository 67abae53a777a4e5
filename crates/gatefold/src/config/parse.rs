//! How texts become values: each function says what it expects when the text does not fit.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

/// Anything with a form of its own.
pub(super) fn parse<T: FromStr>(text: &str, expected: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("expected {expected}"))
}

/// A whole number within bounds.
pub(super) fn number<T: FromStr + PartialOrd + Display + Copy>(
    text: &str,
    least: T,
    most: T,
) -> Result<T, String> {
    let found = text.parse().ok().filter(|n| *n >= least && *n <= most);
    found.ok_or_else(|| format!("expected a whole number from {least} to {most}"))
}

/// Milliseconds within bounds.
pub(super) fn millis(text: &str, least: u64, most: u64) -> Result<Duration, String> {
    number(text, least, most).map(Duration::from_millis)
}

/// Seconds within bounds.
pub(super) fn seconds(text: &str, least: u64, most: u64) -> Result<Duration, String> {
    number(text, least, most).map(Duration::from_secs)
}

/// Days up to a hundred years; 0 is for ever.
pub(super) fn days(text: &str) -> Result<Option<Duration>, String> {
    let days: u64 = number(text, 0, 36_500)?;
    Ok((days > 0).then(|| Duration::from_secs(days * 24 * 60 * 60)))
}

/// True or false.
pub(super) fn truth(text: &str) -> Result<bool, String> {
    parse(text, "true or false")
}

/// A text, none when it is empty.
pub(super) fn optional(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A cron text of five fields, none when it is empty.
pub(super) fn cron(text: &str) -> Result<Option<String>, String> {
    let Some(text) = optional(text) else { return Ok(None) };
    crate::jobs::cron::check(&text)?;
    Ok(Some(text))
}

/// A time zone by its name.
pub(super) fn cron_zone(text: &str) -> Result<jiff::tz::TimeZone, String> {
    let zone = jiff::tz::TimeZone::get(text);
    zone.map_err(|_| "expected a time zone, as in Europe/Vienna or UTC".to_owned())
}

/// Networks or single addresses, with commas between them.
pub(super) fn networks(text: &str) -> Result<Vec<ipnet::IpNet>, String> {
    let parts =
        text.trim_matches(['[', ']']).split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let address = part.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
            part.parse().or(address).map_err(|_| format!("{part:?} is no network as 10.0.0.0/8"))
        })
        .collect()
}
