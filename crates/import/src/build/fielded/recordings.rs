//! Documents of recordings: themselves, who plays them, and every release that they are on.

use catalog::Words;
use catalog::codec::Read;
use catalog::fielded::{RecordingField as R, Sheet};
use catalog::record::Recording;

use super::appearances::{Edition, Track};
use super::artists::CreditFields;
use super::words::{Lexicon, aliases, country};
use super::{Cx, taken};
use crate::error::Result;

/// Releases of a recording whose tracks are found by it; some are on thousands of compilations.
const MAX_RELEASES: usize = 500;

/// A recording.
pub(super) fn recording(
    cx: &mut Cx<'_>,
    (id, bytes): (u32, &[u8]),
    sheet: &mut Sheet,
) -> Result<u8> {
    let recording: Recording<'_> = taken(bytes)?;
    sheet.text(R::Name, recording.name);
    let fields = CreditFields { printed: R::Artist.into(), names: R::ArtistName.into() };
    cx.credit(recording.artist_credit)?.put(&fields, sheet);
    aliases(R::Alias, recording.aliases, sheet)?;
    sheet.text(R::Comment, recording.comment);
    cx.tags(R::Tag, recording.tags, sheet)?;
    if let Some(length) = recording.length_ms {
        sheet.number(R::Length, length);
    }
    sheet.date(R::FirstReleaseDate, recording.first_release);
    for isrc in recording.isrcs.iter() {
        sheet.key(R::Isrc, isrc?);
    }
    sheet.flag(R::Video, recording.video);
    put_releases(cx, (id, &recording), sheet)?;
    Ok(recording.popularity)
}

fn put_releases(
    cx: &mut Cx<'_>,
    (id, recording): (u32, &Recording<'_>),
    sheet: &mut Sheet,
) -> Result<()> {
    let Cx { words, appearances, places, kept, .. } = cx;
    appearances.read(id, places)?;
    let mut titles: Vec<&str> = Vec::new();
    let main = Some(recording.main.release).filter(|release| *release > 0).map(Ok);
    for release in main.into_iter().chain(recording.other_releases.iter()).take(MAX_RELEASES) {
        let release = release?;
        let Some((edition, tracks)) = places.on(release)? else { continue };
        if !titles.contains(&edition.name) {
            sheet.words(R::Release, kept.title(release, edition.name));
            titles.push(edition.name);
        }
        put_edition(&edition, words, sheet)?;
        put_tracks(tracks, words, sheet)?;
    }
    Ok(())
}

fn put_edition(edition: &Edition<'_>, words: &Lexicon, sheet: &mut Sheet) -> Result<()> {
    sheet.key(R::Status, words.name(Words::ReleaseStatus, edition.status));
    let primary = words.name(Words::ReleaseGroupPrimaryType, edition.primary_type);
    sheet.key(R::PrimaryType, primary);
    for row in edition.secondary_types.iter() {
        let secondary = words.name(Words::ReleaseGroupSecondaryType, row?);
        sheet.key(R::SecondaryType, secondary);
    }
    for event in edition.events.iter() {
        let event = event?;
        sheet.key(R::Country, country(&event.country));
        sheet.date(R::Date, event.date);
    }
    sheet.number(R::ReleaseTracks, edition.track_count);
    Ok(())
}

fn put_tracks<'a>(
    tracks: impl Iterator<Item = Read<Track<'a>>>,
    words: &Lexicon,
    sheet: &mut Sheet,
) -> Result<()> {
    for track in tracks {
        let track = track?;
        if let Some(name) = track.name {
            sheet.text(R::Name, name);
        }
        sheet.number(R::TrackNumber, track.position);
        match track.number {
            Some(number) => sheet.key(R::Number, number),
            None => sheet.key(R::Number, &track.position.to_string()),
        }
        sheet.number(R::Position, track.medium);
        sheet.number(R::MediumTracks, track.medium_tracks);
        sheet.key(R::Format, words.name(Words::MediumFormat, track.format));
    }
    Ok(())
}
