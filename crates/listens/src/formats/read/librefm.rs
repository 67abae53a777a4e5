//! Libre.fm's export: remarks, a header with the columns in any order, then one row a play.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, RowResult};
use super::super::layout::{Header, Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "librefm",
    title: "Libre.fm export",
    source: "import.librefm",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

const COLUMNS: &[&str] = &["time", "artist", "track", "album"];

fn layout(head: &Head<'_>) -> Option<Layout> {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    (!is_json).then_some(Layout::Table(Header::With(COLUMNS)))
}

fn claims(head: &Head<'_>) -> bool {
    head.has_header(COLUMNS)
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let mut words = fields::words(row.get(facts, "artist"), row.get(facts, "track"))?;
    words.release_name = fields::name(row.get(facts, "album"))?;
    // Older exports have ids of MusicBrainz.
    words.recording_mbid = fields::mbid(row.get(facts, "trackmbid"));
    words.release_mbid = fields::mbid(row.get(facts, "albummbid"));
    words.artist_mbids = fields::mbid(row.get(facts, "artistmbid")).into_iter().collect();
    let time = row.get(facts, "time");
    let at_ms =
        fields::seconds(time).or_else(|refused| fields::instant(time).map_err(|_| refused))?;
    Ok(Found::Play(Box::new(fields::play(words, at_ms, facts)?)))
}
