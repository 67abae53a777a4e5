//! The table that [`write::csv`](super::super::write) makes.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, RowResult};
use super::super::layout::{Header, Layout, Row};
use crate::{TimeMeaning, Words};

pub(super) static FORMAT: Format = Format {
    name: "gatefold-csv",
    title: "Gatefold export (CSV)",
    source: "import.gatefold-csv",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

const COLUMNS: &[&str] = &["listened_at", "artist_name", "recording_name", "time_meaning"];

fn layout(head: &Head<'_>) -> Option<Layout> {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    (!is_json).then_some(Layout::Table(Header::With(COLUMNS)))
}

fn claims(head: &Head<'_>) -> bool {
    head.has_header(COLUMNS)
}

pub(super) fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let get = |column| row.get(facts, column);
    let mbids = get("artist_mbids").unwrap_or_default().split(' ');
    let words = Words {
        release_name: fields::name(get("release_name"))?,
        release_artist_name: fields::name(get("release_artist_name"))?,
        track_number: fields::name(get("track_number"))?,
        length_ms: fields::length_ms(fields::number(get("length_ms"))),
        isrc: fields::name(get("isrc"))?,
        recording_mbid: fields::mbid(get("recording_mbid")),
        release_mbid: fields::mbid(get("release_mbid")),
        track_mbid: fields::mbid(get("track_mbid")),
        artist_mbids: mbids.filter_map(|id| fields::mbid(Some(id))).collect(),
        ..fields::words(get("artist_name"), get("recording_name"))?
    };
    let mut play = fields::play(words, fields::instant(get("listened_at"))?, facts)?;
    if get("time_meaning") == Some("end") {
        play.time_meaning = TimeMeaning::End;
    }
    play.played_ms = fields::length_ms(fields::number(get("played_ms")));
    play.source_track_id = fields::name(get("source_track_id"))?;
    play.client = fields::name(get("client"))?;
    Ok(Found::Play(Box::new(play)))
}
