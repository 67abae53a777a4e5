//! Last.fm as a table: with a header that begins with `uts`, or four columns without one.

use jiff::tz::TimeZone;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, RowResult};
use super::super::layout::{Header, Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "lastfm-csv",
    title: "Last.fm history (CSV)",
    source: "import.lastfm-csv",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

const NAMED: &[&str] = &["uts", "artist", "track"];

/// The columns of a table without header.
const BARE: &[&str] = &["artist", "album", "track", "utc_time"];

const PATTERNS: [&str; 4] =
    ["%d %b %Y, %H:%M:%S", "%d %b %Y, %H:%M", "%d %b %Y %H:%M", "%Y-%m-%d %H:%M:%S"];

fn layout(head: &Head<'_>) -> Option<Layout> {
    if matches!(head.first_byte(), Some(b'[' | b'{' | b'#')) {
        return None;
    }
    let header = if head.has_header(NAMED) { Header::With(NAMED) } else { Header::Fixed(BARE) };
    Some(Layout::Table(header))
}

fn claims(head: &Head<'_>) -> bool {
    head.has_header(NAMED) || begins_with_bare_row(head)
}

/// Whether the first line ends in a date like `14 Jan 2013 18:11`.
fn begins_with_bare_row(head: &Head<'_>) -> bool {
    let text = String::from_utf8_lossy(head.bytes);
    let Some(line) = text.lines().next().filter(|_| !head.has_header(&["time"])) else {
        return false;
    };
    let field = line.trim_end().rsplit(',').next().unwrap_or_default().trim_matches('"');
    line.matches(',').count() >= 3
        && fields::local(Some(field), &["%d %b %Y %H:%M"], &TimeZone::UTC).is_ok()
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let mut words = fields::words(row.get(facts, "artist"), row.get(facts, "track"))?;
    words.release_name = fields::name(row.get(facts, "album"))?;
    words.recording_mbid = fields::mbid(row.get(facts, "track_mbid"));
    words.release_mbid = fields::mbid(row.get(facts, "album_mbid"));
    words.artist_mbids = fields::mbid(row.get(facts, "artist_mbid")).into_iter().collect();
    let at_ms = match row.get(facts, "uts") {
        Some(seconds) => fields::seconds(Some(seconds))?,
        None => fields::local(row.get(facts, "utc_time"), &PATTERNS, &TimeZone::UTC)?,
    };
    Ok(Found::Play(Box::new(fields::play(words, at_ms, facts)?)))
}
