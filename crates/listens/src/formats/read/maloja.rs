//! Maloja's export, `maloja_export_….json`, and what its API answers.

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "maloja",
    title: "Maloja export",
    source: "import.maloja",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

fn layout(head: &Head<'_>) -> Option<Layout> {
    let paths: &[&[&str]] = &[&["scrobbles", "[]"], &["list", "[]"]];
    (head.first_byte() == Some(b'{')).then_some(Layout::JsonItems(paths))
}

fn claims(head: &Head<'_>) -> bool {
    let is_list = head.has_all(&["\"scrobbles\""]) || head.has_all(&["\"list\""]);
    is_list && head.is_object_with(&["\"time\"", "\"track\"", "\"artists\"", "\"title\""])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    let artists = json.texts("track.artists").join(", ");
    let mut words = fields::words(Some(&artists), json.text("track.title"))?;
    let release = json.text("track.album.albumtitle").or(json.text("track.album.name"));
    words.release_name = fields::name(release)?;
    words.release_artist_name = fields::name(Some(&json.texts("track.album.artists").join(", ")))?;
    words.length_ms = fields::length_ms(json.number("track.length").map(|s| s * 1000.0));
    let at_ms = fields::seconds(json.plain("time").as_deref())?;
    let mut play = fields::play(words, at_ms, facts)?;
    play.played_ms = fields::length_ms(json.number("duration").map(|s| s * 1000.0));
    // `client:phone` names the key that the client used; other origins are no clients.
    let origin = json.text("origin").and_then(|origin| origin.strip_prefix("client:"));
    play.client = fields::name(origin)?;
    Ok(Found::Play(Box::new(play)))
}
