//! Koito's export, `koito_export_….json`: names are the primary ones of lists of aliases.

use serde_json::Value;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "koito",
    title: "Koito export",
    source: "import.koito",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

fn layout(head: &Head<'_>) -> Option<Layout> {
    (head.first_byte() == Some(b'{')).then_some(Layout::JsonItems(&[&["listens", "[]"]]))
}

fn claims(head: &Head<'_>) -> bool {
    let keys = ["\"listens\"", "\"listened_at\"", "\"aliases\"", "\"is_primary\""];
    head.is_object_with(&keys)
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    let artists: Vec<&str> =
        json.list("artists").iter().filter_map(|artist| primary(artist.get("aliases")?)).collect();
    let title = json.at("track.aliases").and_then(primary);
    let mut words = fields::words(Some(&artists.join(", ")), title)?;
    words.release_name = fields::name(json.at("album.aliases").and_then(primary))?;
    if json.is_true("album.various_artists") {
        words.release_artist_name = Some("Various Artists".to_owned());
    }
    words.length_ms = fields::length_ms(json.number("track.duration").map(|s| s * 1000.0));
    words.recording_mbid = fields::mbid(json.text("track.mbid"));
    words.release_mbid = fields::mbid(json.text("album.mbid"));
    let mbids: Option<Vec<_>> =
        json.list("artists").iter().map(|a| fields::mbid(a.get("mbid")?.as_str())).collect();
    // Some of several would say that the others did not play.
    words.artist_mbids = mbids.unwrap_or_default();
    let at_ms = fields::instant(json.text("listened_at"))?;
    let mut play = fields::play(words, at_ms, facts)?;
    play.client = fields::name(json.text("client"))?;
    Ok(Found::Play(Box::new(play)))
}

/// The primary alias, or else the first.
fn primary(aliases: &Value) -> Option<&str> {
    let aliases = aliases.as_array()?;
    let is_primary =
        |alias: &&Value| alias.get("is_primary").and_then(Value::as_bool) == Some(true);
    let chosen = aliases.iter().find(is_primary).or(aliases.first())?;
    chosen.get("alias")?.as_str()
}
