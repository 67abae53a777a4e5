//! Apple's "Play Activity" of Apple Music, alone or in the archive of the privacy request.
//!
//! Nearly all rows lack the artist; in the archive other files of Apple name it. A row is one
//! stretch without a pause: it counts when half of the track or four minutes were heard in it.

use super::super::fields;
use super::super::format::{Facts, Format, Head, Learn};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Header, Layout, Row};
use super::super::learned::Learned;
use crate::{Play, TimeMeaning};

pub(super) static FORMAT: Format = Format {
    name: "apple-music",
    title: "Apple Music play activity",
    source: "import.apple-music",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: Some(Learn { layout: learn_layout, read: learn }),
};

const COLUMNS: &[&str] = &["song name", "event end timestamp", "play duration milliseconds"];

/// Files that name an artist and a title in one column, `Artist - Title`.
const DESCRIPTIONS: [&[&str]; 2] =
    [&["track description", "date played"], &["track name", "last played date"]];

/// Heard for so long, a track counts whatever its length.
const LONG_MS: i64 = 240_000;

/// Heard for so long, a track of unknown length counts.
const SHORT_MS: i64 = 30_000;

fn layout(head: &Head<'_>) -> Option<Layout> {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    (!is_json).then_some(Layout::Table(Header::With(COLUMNS)))
}

fn claims(head: &Head<'_>) -> bool {
    head.has_header(COLUMNS)
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let get = |column| row.get(facts, column);
    if let Some(event) = get("event type").filter(|event| *event != "PLAY_END") {
        return Err(Refused::new(Reason::NotAPlay, format!("an event {event:?}")));
    }
    if get("media type") == Some("VIDEO") || get("item type") == Some("ORIGINAL_CONTENT_SHOWS") {
        return Err(Refused::new(Reason::NotMusic, "a video or a show"));
    }
    let (title, release) = (get("song name"), get("album name").or(get("container album name")));
    let known = title.and_then(|title| facts.learned.artist(title, release));
    let artist = get("artist name").or(known).or(get("container artist name"));
    if artist.is_none() && title.is_some() {
        let words = "Apple does not say the artist here: send the whole archive of your data, \
            whose other files do";
        return Err(Refused::new(Reason::NoArtist, words));
    }
    let mut words = fields::words(artist, title)?;
    words.release_name = fields::name(release)?;
    words.length_ms = fields::length_ms(fields::number(get("media duration in milliseconds")));
    let played_ms = fields::length_ms(fields::number(get("play duration milliseconds")));
    check_heard(played_ms.unwrap_or(0), words.length_ms, get("end reason type"))?;
    let start = fields::instant(get("event start timestamp"));
    let (at_ms, time_meaning) = match start {
        Ok(at_ms) => (at_ms, TimeMeaning::Start),
        Err(_) => (fields::instant(get("event end timestamp"))?, TimeMeaning::End),
    };
    let play = fields::play(words, at_ms, facts)?;
    let client = fields::name(get("device type").or(get("device os name")))?;
    Ok(Found::Play(Box::new(Play { time_meaning, played_ms, client, ..play })))
}

fn check_heard(
    played_ms: i64,
    length_ms: Option<i64>,
    end_reason: Option<&str>,
) -> Result<(), Refused> {
    let enough = length_ms.map_or(SHORT_MS, |length| (length / 2).min(LONG_MS));
    if end_reason != Some("FAILED_TO_LOAD") && played_ms >= enough {
        return Ok(());
    }
    let words = format!("{played_ms} ms in one stretch, {enough} would count");
    Err(Refused::new(Reason::NotHeard, words))
}

fn learn_layout(head: &Head<'_>) -> Option<Layout> {
    let described = DESCRIPTIONS.iter().find(|columns| head.has_header(columns));
    let library = ["\"Title\"", "\"Artist\"", "\"Track Identifier\""];
    match described {
        Some(columns) => Some(Layout::Table(Header::With(columns))),
        None => head.is_list_with(&library).then_some(Layout::JsonItems(&[&["[]"]])),
    }
}

fn learn(row: &Row<'_>, facts: &Facts, learned: &mut Learned) {
    let description = row.get(facts, "track description").or(row.get(facts, "track name"));
    if let Some((artist, title)) = description.and_then(|text| text.split_once(" - ")) {
        learned.add(artist, title, None);
    }
    if row.fields.is_empty()
        && let Ok(json) = Json::parse(row.text)
        && let (Some(artist), Some(title)) = (json.text("Artist"), json.text("Title"))
    {
        learned.add(artist, title, json.text("Album"));
    }
}
