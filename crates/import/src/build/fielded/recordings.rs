//! Documents of recordings: themselves, who plays them, and every release that they are on.

use std::rc::Rc;

use catalog::Words;
use catalog::fielded::{RecordingField as R, Sheet};
use catalog::record::Recording;

use super::artists::CreditFields;
use super::editions::Edition;
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
    let words = cx.words;
    let mut titles: Vec<Rc<str>> = Vec::new();
    let main = Some(recording.main.release).filter(|release| *release > 0).map(Ok);
    for release in main.into_iter().chain(recording.other_releases.iter()).take(MAX_RELEASES) {
        let release = release?;
        let edition = cx.edition(release)?;
        if !titles.contains(&edition.name) {
            sheet.words(R::Release, &edition.words);
            titles.push(Rc::clone(&edition.name));
        }
        put_edition(edition, words, sheet);
        put_tracks(edition, (id, words), sheet);
    }
    Ok(recording.popularity)
}

fn put_edition(edition: &Edition, words: &Lexicon, sheet: &mut Sheet) {
    sheet.key(R::Status, words.name(Words::ReleaseStatus, edition.status));
    let primary = words.name(Words::ReleaseGroupPrimaryType, edition.primary_type);
    sheet.key(R::PrimaryType, primary);
    for row in &edition.secondary_types {
        let secondary = words.name(Words::ReleaseGroupSecondaryType, *row);
        sheet.key(R::SecondaryType, secondary);
    }
    for (code, date) in &edition.events {
        sheet.key(R::Country, country(code));
        sheet.date(R::Date, *date);
    }
    sheet.number(R::ReleaseTracks, edition.track_count);
}

fn put_tracks(edition: &Edition, (recording, words): (u32, &Lexicon), sheet: &mut Sheet) {
    for track in edition.tracks_of(recording) {
        let medium = &edition.media[track.medium];
        if let Some(name) = &track.name {
            sheet.text(R::Name, name);
        }
        sheet.number(R::TrackNumber, track.position);
        match &track.number {
            Some(number) => sheet.key(R::Number, number),
            None => sheet.key(R::Number, &track.position.to_string()),
        }
        sheet.number(R::Position, medium.position);
        sheet.number(R::MediumTracks, medium.track_count);
        sheet.key(R::Format, words.name(Words::MediumFormat, medium.format));
    }
}
