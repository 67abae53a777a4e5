//! Spotify's history of the last year: `StreamingHistory3.json`, `StreamingHistory_music_0.json`.
//!
//! `endTime` is when the play ended, in UTC, to the minute. Nothing says whether a short play came
//! to its end, so those below 30 seconds are not taken.

use jiff::tz::TimeZone;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "spotify",
    title: "Spotify account data",
    source: "import.spotify",
    time_meaning: TimeMeaning::End,
    layout,
    claims,
    read,
    learn: None,
};

/// Shorter plays do not count.
const SHORT_MS: f64 = 30_000.0;

fn layout(head: &Head<'_>) -> Option<Layout> {
    (head.first_byte() == Some(b'[')).then_some(Layout::JsonItems(&[&["[]"]]))
}

fn claims(head: &Head<'_>) -> bool {
    let keys = ["\"endTime\"", "\"msPlayed\"", "\"artistName\"", "\"trackName\""];
    head.is_list_with(&keys)
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    if json.text("podcastName").is_some() {
        return Err(Refused::new(Reason::NotMusic, "a podcast"));
    }
    let words = fields::words(json.text("artistName"), json.text("trackName"))?;
    let played_ms = json.number("msPlayed").unwrap_or(0.0);
    if played_ms < SHORT_MS {
        let words = format!("{played_ms} ms of {:?}", words.recording_name);
        return Err(Refused::new(Reason::NotHeard, words));
    }
    let patterns = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
    let ended_at_ms = fields::local(json.text("endTime"), &patterns, &TimeZone::UTC)?;
    let mut play = fields::play(words, ended_at_ms, facts)?;
    play.played_ms = fields::length_ms(Some(played_ms));
    Ok(Found::Play(Box::new(play)))
}
