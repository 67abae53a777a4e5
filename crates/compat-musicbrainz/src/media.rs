//! Media of a release: discs, tracks, recordings.

use catalog::Result;
use catalog::Words;
use catalog::record::{CdToc, Medium, Recording, Track};

use crate::answer::Out;
use crate::entity::{At, recording};
use crate::inc::Word;
use crate::show::{Depth, Show};
use crate::{credit, extras};

/// Recordings of a release whose relationships are shown at most.
const MAX_RELATED: usize = 500;

/// Which tracks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tracks {
    /// None.
    None,
    /// All, with their recordings.
    All,
    /// The first one of a recording, and only its medium.
    Of(u32),
}

/// A track with what follows from its place and its recording.
struct Placed<'v> {
    position: u32,
    track: Track<'v>,
    recording: Option<Recording<'v>>,
}

impl Placed<'_> {
    fn credit(&self) -> u32 {
        match (self.track.artist_credit, &self.recording) {
            (0, Some(recording)) => recording.artist_credit,
            (credit, _) => credit,
        }
    }

    fn length(&self) -> Option<u32> {
        match (self.track.length_plus_one, &self.recording) {
            (Some(length), _) => length.checked_sub(1),
            (None, Some(recording)) => recording.length_ms,
            (None, None) => None,
        }
    }
}

/// The media of a release.
pub(crate) fn write(out: &mut Out, show: &Show<'_>, (at, tracks): (At, Tracks)) -> Result<()> {
    let list = show.cx.view.tracklist(at.row)?.unwrap_or_default();
    let media = list.media.to_vec()?;
    let count: usize = media.iter().map(|medium| medium.tracks.len()).sum();
    let is_related =
        tracks == Tracks::All && show.wants(Word::RecordingLevelRels) && count <= MAX_RELATED;
    let mut shown = Vec::with_capacity(media.len());
    for medium in &media {
        let placed = tracks_of(show, medium, tracks)?;
        if !matches!(tracks, Tracks::Of(_)) {
            shown.push((medium, placed));
        } else if !placed.is_empty() {
            shown.push((medium, placed));
            break;
        }
    }
    out.open_list("media", "medium-list");
    extras::count(out, shown.len());
    for (medium, placed) in &shown {
        out.open_item("medium");
        self::medium(out, show, medium)?;
        write_tracks(out, show, (medium, tracks, is_related), placed)?;
        out.close();
    }
    out.close_list();
    Ok(())
}

/// The tracks of a medium that are shown.
fn tracks_of<'v>(show: &Show<'v>, medium: &Medium<'v>, wanted: Tracks) -> Result<Vec<Placed<'v>>> {
    let mut found = Vec::new();
    if wanted == Tracks::None {
        return Ok(found);
    }
    let mut position = 0;
    for track in medium.tracks.iter() {
        let track: Track<'v> = track?;
        position = track.position.unwrap_or(position + 1);
        if matches!(wanted, Tracks::Of(recording) if recording != track.recording) {
            continue;
        }
        let recording = show.cx.get::<Recording<'_>>(track.recording)?;
        found.push(Placed { position, track, recording });
        if wanted != Tracks::All {
            break;
        }
    }
    Ok(found)
}

fn medium(out: &mut Out, show: &Show<'_>, medium: &Medium<'_>) -> Result<()> {
    extras::id(out, medium.gid);
    out.text_or_empty("title", medium.name);
    out.number("position", medium.position);
    let format = show.cx.words.word(Words::MediumFormat, medium.format);
    extras::word(out, ("format", "format-id"), format);
    if !show.wants(Word::DiscIds) {
        return Ok(());
    }
    let mut discs = Vec::new();
    for row in medium.cd_tocs.iter() {
        discs.extend(show.cx.view.cd_toc(row?)?);
    }
    discs.sort_by_key(|disc| disc.disc_id);
    out.open_list("discs", "disc-list");
    extras::count(out, discs.len());
    for disc in &discs {
        out.open_item("disc");
        self::disc(out, disc)?;
        out.close();
    }
    out.close_list();
    Ok(())
}

/// A table of contents.
pub(crate) fn disc(out: &mut Out, disc: &CdToc<'_>) -> Result<()> {
    out.attr("id", disc.disc_id);
    out.number("sectors", disc.leadout_offset);
    let offsets = disc.track_offsets.to_vec()?;
    match out {
        Out::Json(json) => {
            json.plain("offset-count", offsets.len());
            json.open_list("offsets");
            offsets.iter().for_each(|offset| json.plain_item(offset));
            json.close_list();
        }
        Out::Xml(xml) => {
            xml.open("offset-list");
            xml.attr("count", &offsets.len().to_string());
            for (at, offset) in offsets.iter().enumerate() {
                xml.open("offset");
                xml.attr("position", &(at + 1).to_string());
                xml.content(&offset.to_string());
                xml.close();
            }
            xml.close();
        }
    }
    Ok(())
}

/// Tracks that count as tracks of a CD, neither hidden before the first nor data.
fn is_usual(position: u32, track: &Track<'_>) -> bool {
    position > 0 && !track.data
}

/// How many such tracks a medium has.
pub(crate) fn usual_tracks(medium: &Medium<'_>) -> Result<usize> {
    let (mut position, mut count) = (0, 0);
    for track in medium.tracks.iter() {
        let track = track?;
        position = track.position.unwrap_or(position + 1);
        count += usize::from(is_usual(position, &track));
    }
    // A source that does not list tracks may know how many there are.
    let stated = medium.stated_track_count.filter(|_| medium.tracks.is_empty());
    Ok(stated.map_or(count, |stated| stated as usize))
}

fn write_tracks(
    out: &mut Out,
    show: &Show<'_>,
    (medium, wanted, is_related): (&Medium<'_>, Tracks, bool),
    placed: &[Placed<'_>],
) -> Result<()> {
    let count = usual_tracks(medium)?;
    if let Some(json) = out.json() {
        json.plain("track-count", count);
    }
    let pregap = placed.first().filter(|track| track.position == 0 && wanted == Tracks::All);
    if let Some(first) = pregap {
        out.open("pregap");
        track(out, show, is_related, first)?;
        out.close();
    }
    let first = placed.first().map(|track| if pregap.is_some() { 1 } else { track.position });
    let offset = first.map(|position| i64::from(position) - 1);
    let usual = || placed.iter().filter(|placed| is_usual(placed.position, &placed.track));
    let has_usual = usual().next().is_some();
    if let (Some(json), Some(offset), true) = (out.json(), offset, has_usual) {
        json.plain("track-offset", offset);
    }
    if has_usual || !out.is_json() {
        out.open_list("tracks", "track-list");
        if let Some(xml) = out.xml() {
            xml.attr("count", &count.to_string());
            if let Some(offset) = offset {
                xml.attr("offset", &offset.to_string());
            }
        }
        track_items(out, show, is_related, usual())?;
        out.close_list();
    }
    let data = || placed.iter().filter(|placed| placed.position > 0 && placed.track.data);
    if data().next().is_some() {
        out.open_list("data-tracks", "data-track-list");
        extras::count(out, data().count());
        track_items(out, show, is_related, data())?;
        out.close_list();
    }
    Ok(())
}

fn track_items<'a, 'v: 'a>(
    out: &mut Out,
    show: &Show<'_>,
    is_related: bool,
    items: impl Iterator<Item = &'a Placed<'v>>,
) -> Result<()> {
    for item in items {
        out.open_item("track");
        track(out, show, is_related, item)?;
        out.close();
    }
    Ok(())
}

fn track(out: &mut Out, show: &Show<'_>, is_related: bool, placed: &Placed<'_>) -> Result<()> {
    let shown = placed.recording.as_ref().filter(|_| show.wants(Word::Recordings));
    extras::id(out, placed.track.gid);
    out.whole("position", placed.position);
    match placed.track.number {
        Some(number) => out.text("number", number),
        None => out.text("number", &placed.position.to_string()),
    }
    let name = placed.track.name.or(placed.recording.as_ref().map(|recording| recording.name));
    if out.is_json() || shown.is_none_or(|recording| Some(recording.name) != name) {
        out.text("title", name.unwrap_or_default());
    }
    extras::length(out, placed.length());
    let credit = placed.credit();
    let is_other = shown.is_none_or(|recording| recording.artist_credit != credit);
    if show.wants(Word::ArtistCredits) && (out.is_json() || is_other) {
        credit::write(out, show, credit, Depth::Linked)?;
    }
    let Some(recording) = shown else { return Ok(()) };
    out.open("recording");
    let within = Show { track_credit: credit, ..*show };
    let at = At { row: placed.track.recording, depth: Depth::Linked };
    recording::of_track(out, &within, (at, is_related), recording)?;
    out.close();
    Ok(())
}
