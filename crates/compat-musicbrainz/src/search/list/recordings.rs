//! Recordings with the releases that they are on.

use catalog::record::{Medium, Recording, Release, Track};
use catalog::{Result, Words};

use super::Hit;
use super::parts::{aliases, codes, credit, date, head, tags, text, word};
use super::releases::{events, group_of};
use crate::answer::Out;
use crate::cx::Cx;
use crate::extras;

/// Releases of a recording that are shown at most.
const MAX_RELEASES: usize = 100;

/// A recording.
pub(super) fn recording(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(recording) = cx.get::<Recording<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("recording");
    head(out, recording.gid, None, hit);
    out.text("title", recording.name);
    if let Some(length) = recording.length_ms {
        out.number("length", length);
    }
    text(out, "disambiguation", recording.comment);
    match out {
        Out::Json(json) if recording.video => json.plain("video", true),
        Out::Json(json) => json.null("video"),
        Out::Xml(xml) if recording.video => xml.element("video", "true"),
        Out::Xml(_) => {}
    }
    credit(out, cx, recording.artist_credit)?;
    date(out, "first-release-date", recording.first_release);
    releases(out, cx, (hit.row, &recording))?;
    aliases(out, cx, recording.aliases, Words::RecordingAliasType)?;
    if out.is_json() {
        codes(out, ("isrcs", "", ""), recording.isrcs)?;
    } else if let (Some(xml), false) = (out.xml(), recording.isrcs.is_empty()) {
        xml.open("isrc-list");
        for isrc in recording.isrcs.iter() {
            xml.open("isrc");
            xml.attr("id", isrc?);
            xml.close();
        }
        xml.close();
    }
    tags(out, cx, recording.tags)?;
    out.close();
    Ok(())
}

fn releases(out: &mut Out, cx: Cx<'_>, (row, recording): (u32, &Recording<'_>)) -> Result<()> {
    let main = Some(recording.main.release).filter(|main| *main > 0);
    if main.is_none() {
        return Ok(());
    }
    let rows = main.into_iter().map(Ok).chain(recording.other_releases.iter());
    out.open_list("releases", "release-list");
    for release in rows.take(MAX_RELEASES) {
        let release = release?;
        if let Some(record) = cx.get::<Release<'_>>(release)? {
            out.open_item("release");
            self::release(out, cx, (row, recording), (release, &record))?;
            out.close();
        }
    }
    out.close_list();
    Ok(())
}

fn release(
    out: &mut Out,
    cx: Cx<'_>,
    recording: (u32, &Recording<'_>),
    (row, release): (u32, &Release<'_>),
) -> Result<()> {
    extras::id(out, release.gid);
    if let Some(json) = out.json() {
        json.plain("count", release.medium_count);
    }
    out.text("title", release.name);
    let status = cx.words.word(Words::ReleaseStatus, release.status);
    word(out, ("status", "status-id"), status);
    text(out, "disambiguation", release.comment);
    if release.artist_credit != recording.1.artist_credit {
        credit(out, cx, release.artist_credit)?;
    }
    group_of(out, cx, release.release_group)?;
    events(out, cx, release)?;
    media(out, cx, recording, (row, release))
}

/// The media that the recording is on, each with its first track of it.
fn media(
    out: &mut Out,
    cx: Cx<'_>,
    recording: (u32, &Recording<'_>),
    (row, release): (u32, &Release<'_>),
) -> Result<()> {
    let Some(tracklist) = cx.view.tracklist(row)? else { return Ok(()) };
    if let Some(json) = out.json() {
        json.plain("track-count", release.track_count);
    }
    out.open_list("media", "medium-list");
    if let Some(xml) = out.xml() {
        xml.element("track-count", &release.track_count.to_string());
    }
    for medium in tracklist.media.iter() {
        let medium = medium?;
        let mut position = 0;
        for (at, track) in medium.tracks.iter().enumerate() {
            let track = track?;
            position = track.position.unwrap_or(position + 1);
            if track.recording == recording.0 {
                let placed = Placed { at, position, track, medium: &medium };
                placed.write(out, cx, recording.1)?;
                break;
            }
        }
    }
    out.close_list();
    Ok(())
}

/// A track and where it stands.
struct Placed<'a, 'v> {
    at: usize,
    position: u32,
    track: Track<'v>,
    medium: &'a Medium<'v>,
}

impl Placed<'_, '_> {
    /// The medium with this one track.
    fn write(&self, out: &mut Out, cx: Cx<'_>, recording: &Recording<'_>) -> Result<()> {
        let count = crate::media::usual_tracks(self.medium)?;
        out.open_item("medium");
        if self.medium.gid != model::Gid::default() {
            extras::id(out, self.medium.gid);
        }
        out.number("position", self.medium.position);
        let format = cx.words.name(Words::MediumFormat, self.medium.format);
        text(out, "format", format.unwrap_or_default());
        out.open_list("track", "track-list");
        if let Some(xml) = out.xml() {
            xml.attr("count", &count.to_string());
            xml.attr("offset", &self.at.to_string());
        }
        out.open_item("track");
        if self.track.gid != model::Gid::default() {
            extras::id(out, self.track.gid);
        }
        let number = self.position.to_string();
        out.text("number", self.track.number.unwrap_or(&number));
        out.text("title", self.track.name.unwrap_or(recording.name));
        let length = match self.track.length_plus_one {
            Some(length) => length.checked_sub(1),
            None => recording.length_ms,
        };
        if let Some(length) = length {
            out.number("length", length);
        }
        out.close();
        out.close_list();
        if let Some(json) = out.json() {
            json.plain("track-count", count);
            json.plain("track-offset", self.at);
        }
        out.close();
        Ok(())
    }
}
