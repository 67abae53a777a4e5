//! `.scrobbler.log` of Rockbox and other players: tab-separated, stamped when the play began.
//!
//! `#TZ/UNKNOWN` means that the player's clock showed local time: the user's zone is taken.

use serde_json::json;

use super::super::fields;
use super::super::format::{Facts, Format, Head};
use super::super::found::{Found, Reason, Refused, RowResult};
use super::super::layout::{Layout, Row};
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "rockbox",
    title: "Rockbox .scrobbler.log",
    source: "import.rockbox",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read,
    learn: None,
};

fn layout(head: &Head<'_>) -> Option<Layout> {
    let is_json = matches!(head.first_byte(), Some(b'[' | b'{'));
    (!is_json).then_some(Layout::Lines)
}

fn claims(head: &Head<'_>) -> bool {
    head.has_all(&["#AUDIOSCROBBLER/1."])
}

fn read(row: &Row<'_>, facts: &Facts) -> RowResult {
    let fields: Vec<&str> = row.text.split('\t').collect();
    let &[artist, album, title, number, length, rating, timestamp, ref rest @ ..] =
        fields.as_slice()
    else {
        let words = format!("{} fields between tabs where 7 or 8 are due", fields.len());
        return Err(Refused::new(Reason::WrongColumns, words));
    };
    match rating.trim() {
        "L" => {}
        "S" => return Err(Refused::new(Reason::NotHeard, "the player says that it was skipped")),
        _ => {
            let words = "neither L for listened nor S for skipped";
            return Err(Refused::new(Reason::WrongColumns, words));
        }
    }
    let artist = Some(artist).filter(|artist| artist.trim() != "<Untagged>");
    let mut words = fields::words(artist, Some(title))?;
    words.release_name = fields::name(Some(album))?.filter(|album| album != "<Untagged>");
    words.track_number = fields::name(Some(number))?.filter(|number| number != "0");
    words.length_ms = fields::length_ms(fields::number(Some(length)).map(|s| s * 1000.0));
    // The field is called the MusicBrainz id of the track; programs write that of the recording.
    let mbid = rest.first().copied();
    words.recording_mbid = fields::mbid(mbid);
    let stamp_ms = fields::seconds(Some(timestamp))?;
    let is_utc = facts.directives.get("TZ").is_some_and(|zone| zone == "UTC");
    let at_ms = if is_utc { Some(stamp_ms) } else { local(stamp_ms, facts) };
    let no_time = || Refused::new(Reason::BadTime, "a time that does not exist in your zone");
    let mut play = fields::play(words, at_ms.ok_or_else(no_time)?, facts)?;
    play.client = fields::name(facts.directives.get("CLIENT").map(String::as_str))?;
    play.payload = json!({
        "artist": artist, "album": album, "title": title, "track_number": number,
        "length": length, "rating": rating, "timestamp": timestamp, "mbid": mbid,
        "#TZ": facts.directives.get("TZ"), "#CLIENT": facts.directives.get("CLIENT"),
    })
    .to_string();
    Ok(Found::Play(Box::new(play)))
}

fn local(stamp_ms: i64, facts: &Facts) -> Option<i64> {
    fields::of_local_clock(stamp_ms, &facts.options.zone)
}
