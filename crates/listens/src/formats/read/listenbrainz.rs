//! ListenBrainz: the export archive with its feedback and pins, its files alone, and the older
//! export, one JSON list.
//!
//! The mapping that ListenBrainz found is kept in the payload and not taken for the client's word.

use uuid::Uuid;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Feedback, Found, Pin, Reason, Refused, RowResult};
use super::super::json::Json;
use super::super::layout::{Layout, Row};
use crate::{Play, TimeMeaning, Words};

pub(super) static FORMAT: Format = Format {
    name: "listenbrainz",
    title: "ListenBrainz export",
    source: "import.listenbrainz",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

fn layout(head: &Head<'_>) -> Option<Layout> {
    match head.first_byte()? {
        b'[' => Some(Layout::JsonItems(&[&["[]"]])),
        b'{' => Some(Layout::JsonLines),
        _ => None,
    }
}

fn claims(head: &Head<'_>) -> bool {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    let is_lines = head.first_byte() == Some(b'{');
    let is_listens = is_json && head.has_all(&["\"listened_at\"", "\"track_metadata\""]);
    let is_feedback = is_lines && head.has_all(&["\"recording_msid\"", "\"score\""]);
    let is_pins = is_lines && head.has_all(&["\"recording_msid\"", "\"pinned_until\""]);
    is_listens || is_feedback || is_pins
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let json = Json::parse(row.text)?;
    if json.at("track_metadata").is_some() && json.at("listened_at").is_some() {
        return listen(&json, facts).map(|play| Found::Play(Box::new(play)));
    }
    if json.at("score").is_some() {
        return feedback(&json).map(|feedback| Found::Feedback(Box::new(feedback)));
    }
    if json.at("blurb_content").is_some() || json.at("pinned_until").is_some() {
        return pin(&json).map(|pin| Found::Pin(Box::new(pin)));
    }
    Err(Refused::new(Reason::NotAPlay, "neither a listen nor feedback nor a pin"))
}

/// Paths of the further words about a listen.
fn info(key: &str) -> String {
    format!("track_metadata.additional_info.{key}")
}

fn listen(json: &Json, facts: &Facts) -> Result<Play, Refused> {
    let words = words(json)?;
    let at_ms = fields::seconds(json.plain("listened_at").as_deref())?;
    let mut play = fields::play(words, at_ms, facts)?;
    if json.text(&info("time_meaning")) == Some("end") {
        play.time_meaning = TimeMeaning::End;
    }
    let played_ms = json.number(&info("ms_played"));
    let played_ms = played_ms.or(json.number(&info("duration_played")).map(|s| s * 1000.0));
    play.played_ms = fields::length_ms(played_ms);
    play.source_track_id = fields::name(json.text(&info("source_track_id")))?;
    play.client = client(json)?;
    Ok(play)
}

fn words(json: &Json) -> Result<Words, Refused> {
    let artist = json.text("track_metadata.artist_name");
    let words = fields::words(artist, json.text("track_metadata.track_name"))?;
    let text = |key: &str| json.text(&info(key));
    let release_artist = text("release_artist_name").or(text("album_artist_name"));
    let number = json.plain(&info("tracknumber")).or(json.plain(&info("track_number")));
    let length = json.number(&info("duration_ms"));
    let length = length.or(json.number(&info("duration")).map(|s| s * 1000.0));
    let artist_mbids = json.texts(&info("artist_mbids"));
    Ok(Words {
        release_name: fields::name(json.text("track_metadata.release_name"))?,
        release_artist_name: fields::name(release_artist)?,
        track_number: fields::name(number.as_deref())?,
        length_ms: fields::length_ms(length),
        isrc: fields::name(text("isrc"))?,
        recording_mbid: fields::mbid(text("recording_mbid")),
        release_mbid: fields::mbid(text("release_mbid")),
        track_mbid: fields::mbid(text("track_mbid")),
        artist_mbids: artist_mbids.into_iter().filter_map(|id| fields::mbid(Some(id))).collect(),
        ..words
    })
}

/// The program that submitted, with its version.
fn client(json: &Json) -> Result<Option<String>, Refused> {
    let name = json.text(&info("submission_client"));
    let version = name.and(json.text(&info("submission_client_version")));
    let both: Vec<&str> = [name, version].into_iter().flatten().collect();
    fields::name(Some(&both.join(" ")))
}

fn feedback(json: &Json) -> Result<Feedback, Refused> {
    let bad = |words: &str| Refused::new(Reason::BadFeedback, words);
    let score = match json.number("score") {
        Some(1.0) => 1,
        Some(-1.0) => -1,
        Some(0.0) => 0,
        _ => return Err(bad("a score that is neither 1 nor -1 nor 0")),
    };
    let (recording_msid, recording_mbid, words) = recording(json)?;
    let created_at_ms = fields::seconds(json.plain("created").as_deref()).ok();
    Ok(Feedback { recording_msid, recording_mbid, words, score, created_at_ms })
}

fn pin(json: &Json) -> Result<Pin, Refused> {
    let (recording_msid, recording_mbid, words) = recording(json)?;
    let at = |key: &str| fields::seconds(json.plain(key).as_deref()).ok();
    let (created_at_ms, pinned_until_ms) = (at("created"), at("pinned_until"));
    let blurb = fields::name(json.text("blurb_content"))?;
    Ok(Pin { recording_msid, recording_mbid, words, blurb, created_at_ms, pinned_until_ms })
}

type Recording = (Option<Uuid>, Option<model::Gid>, Option<Words>);

/// The recording that feedback or a pin is about, by whatever names it.
fn recording(json: &Json) -> Result<Recording, Refused> {
    let msid = json.text("recording_msid").and_then(|text| Uuid::parse_str(text.trim()).ok());
    let mbid = fields::mbid(json.text("recording_mbid"));
    let words = json.at("track_metadata").and_then(|_| words(json).ok());
    if msid.is_none() && mbid.is_none() && words.is_none() {
        return Err(Refused::new(Reason::BadFeedback, "it names no recording"));
    }
    Ok((msid, mbid, words))
}
