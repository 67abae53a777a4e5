//! Last.fm in JSON: a page of `user.getRecentTracks`, or a list of such pages (`recenttracks-….json`).

use jiff::tz::TimeZone;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "lastfm",
    title: "Last.fm history (JSON)",
    source: "import.lastfm",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

/// A page that holds one track has an object where others have a list.
const PATHS: &[&[&str]] = &[
    &["recenttracks", "track", "[]"],
    &["recenttracks", "track"],
    &["track", "[]"],
    &["[]", "track", "[]"],
    &["[]", "track"],
    &["[]", "recenttracks", "track", "[]"],
    &["[]", "recenttracks", "track"],
];

fn layout(head: &Head<'_>) -> Option<Layout> {
    matches!(head.first_byte(), Some(b'[' | b'{')).then_some(Layout::JsonItems(PATHS))
}

fn claims(head: &Head<'_>) -> bool {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    is_json && head.has_all(&["\"track\"", "\"artist\"", "\"#text\"", "\"name\""])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    if json.plain("@attr.nowplaying").as_deref() == Some("true") {
        return Err(Refused::new(Reason::NotAPlay, "played at that moment, not over yet"));
    }
    // With `extended=1` the artist has a name instead of a text.
    let artist = json.text("artist.#text").or(json.text("artist.name"));
    let mut words = fields::words(artist, json.text("name"))?;
    words.release_name = fields::name(json.text("album.#text"))?;
    words.recording_mbid = fields::mbid(json.text("mbid"));
    words.release_mbid = fields::mbid(json.text("album.mbid"));
    words.artist_mbids = fields::mbid(json.text("artist.mbid")).into_iter().collect();
    let at_ms = match json.plain("date.uts") {
        Some(seconds) => fields::seconds(Some(&seconds))?,
        None => fields::local(json.text("date.#text"), &["%d %b %Y, %H:%M"], &TimeZone::UTC)?,
    };
    Ok(Found::Play(Box::new(fields::play(words, at_ms, facts)?)))
}
