//! Pano Scrobbler's log of scrobbles and loves, in JSON Lines.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Feedback, Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "pano-scrobbler",
    title: "Pano Scrobbler log",
    source: "import.pano-scrobbler",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

fn layout(head: &Head<'_>) -> Option<Layout> {
    (head.first_byte() == Some(b'{')).then_some(Layout::JsonLines)
}

fn claims(head: &Head<'_>) -> bool {
    head.is_object_with(&["\"timeMs\"", "\"artist\"", "\"track\"", "\"event\""])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    let mut words = fields::words(json.text("artist"), json.text("track"))?;
    words.release_name = fields::name(json.text("album"))?;
    words.release_artist_name = fields::name(json.text("albumArtist"))?;
    words.length_ms = fields::length_ms(json.number("durationMs"));
    let no_time = || Refused::new(Reason::NoTime, "no time");
    let at_ms = json.number("timeMs").ok_or_else(no_time)? as i64;
    let play = fields::play(words, at_ms, facts)?;
    let score = match json.text("event") {
        // Logs of the first versions have no events but scrobbles.
        Some("scrobble") | None => {
            let client = [json.text("mediaPlayerName"), json.text("mediaPlayerVersion")];
            let client: Vec<&str> = client.into_iter().flatten().collect();
            let client = fields::name(Some(&client.join(" ")))?;
            return Ok(Found::Play(Box::new(crate::Play { client, ..play })));
        }
        Some("love") => 1,
        Some("hate") => -1,
        Some("unlove" | "unhate") => 0,
        Some(event) => {
            return Err(Refused::new(Reason::NotAPlay, format!("an event {event:?}")));
        }
    };
    let (words, created_at_ms) = (Some(play.words), Some(at_ms));
    Ok(Found::Feedback(Box::new(Feedback { words, score, created_at_ms, ..Feedback::default() })))
}
