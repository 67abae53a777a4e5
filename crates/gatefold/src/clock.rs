//! The time of day, which only the program itself may look at.

/// Now, in milliseconds since 1970 in UTC.
#[expect(clippy::disallowed_methods, reason = "this is the program itself")]
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// An instant as RFC 3339 with whole seconds, in UTC; the beginning of time if it is out of range.
pub fn rfc3339(ms: i64) -> String {
    let instant = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An instant as a name that sorts by time, such as `20261121T030700Z`.
pub fn compact(ms: i64) -> String {
    let instant = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}
