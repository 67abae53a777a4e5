//! Spotify's extended streaming history: `Streaming_History_Audio_2021_3.json`, `endsong_7.json`.
//!
//! `ts` is when the play ended. A play in a private session is not taken, nor one below 30 seconds
//! unless it came to its end by itself.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "spotify-extended",
    title: "Spotify extended streaming history",
    source: "import.spotify-extended",
    time_meaning: TimeMeaning::End,
    layout,
    claims,
    read,
    learn: None,
};

/// Shorter plays count only when they came to their end.
const SHORT_MS: f64 = 30_000.0;

fn layout(head: &Head<'_>) -> Option<Layout> {
    (head.first_byte() == Some(b'[')).then_some(Layout::JsonItems(&[&["[]"]]))
}

fn claims(head: &Head<'_>) -> bool {
    head.is_list_with(&["\"ts\"", "\"ms_played\"", "\"master_metadata_track_name\""])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    if json.is_true("incognito_mode") {
        return Err(Refused::new(Reason::Private, "played in a private session"));
    }
    let title = json.text("master_metadata_track_name");
    if title.is_none() && (json.text("episode_name").or(json.text("audiobook_title"))).is_some() {
        return Err(Refused::new(Reason::NotMusic, "a podcast or an audio book"));
    }
    let mut words = fields::words(json.text("master_metadata_album_artist_name"), title)?;
    words.release_name = fields::name(json.text("master_metadata_album_album_name"))?;
    words.release_artist_name = Some(words.artist_name.clone());
    let played_ms = json.number("ms_played").unwrap_or(0.0);
    let was_skipped = json.is_true("skipped") || json.text("reason_end") != Some("trackdone");
    if played_ms < SHORT_MS && was_skipped {
        let words = format!("{played_ms} ms of {:?} and on", words.recording_name);
        return Err(Refused::new(Reason::NotHeard, words));
    }
    let mut play = fields::play(words, fields::instant(json.text("ts"))?, facts)?;
    play.played_ms = fields::length_ms(Some(played_ms));
    play.source_track_id = fields::name(json.text("spotify_track_uri"))?;
    play.client = fields::name(json.text("platform"))?;
    Ok(Found::Play(Box::new(play)))
}
