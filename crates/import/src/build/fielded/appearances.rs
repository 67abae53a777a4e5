//! Tracks on their way from the document of their release to those of their recordings, sorted by recording.
//!
//! A recording is on releases from anywhere: looked up for each recording, they would be read again
//! and again, and the pages of all of them would be in memory.

use std::ops::Range;
use std::path::Path;

use catalog::codec::{Corrupt, Field, List, Read, Reader, put_varint};
use catalog::fielded::Searched;
use catalog::record::Tracklist;
use model::Date;

use crate::error::Result;
use crate::spill::{Order, Sorted, Sorter};

/// A release as its recordings see it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edition<'a> {
    pub(super) name: &'a str,
    pub(super) status: u32,
    pub(super) primary_type: u32,
    pub(super) secondary_types: List<'a, u32>,
    pub(super) events: List<'a, Event>,
    pub(super) track_count: u32,
}

impl<'a> Field<'a> for Edition<'a> {
    fn put(&self, out: &mut Vec<u8>) {
        self.name.put(out);
        self.status.put(out);
        self.primary_type.put(out);
        self.secondary_types.put(out);
        self.events.put(out);
        self.track_count.put(out);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        Ok(Self {
            name: Field::take(from)?,
            status: Field::take(from)?,
            primary_type: Field::take(from)?,
            secondary_types: Field::take(from)?,
            events: Field::take(from)?,
            track_count: Field::take(from)?,
        })
    }
}

/// Where and when a release came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    /// The code of the country; zeros are unknown.
    pub(super) country: [u8; 2],
    pub(super) date: Date,
}

impl<'a> Field<'a> for Event {
    fn put(&self, out: &mut Vec<u8>) {
        self.country.put(out);
        self.date.put(out);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        Ok(Self { country: Field::take(from)?, date: Field::take(from)? })
    }
}

/// A track of a release, and the medium that it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Track<'a> {
    pub(super) position: u32,
    /// As printed, when it is not the position.
    pub(super) number: Option<&'a str>,
    /// When it is not the recording's.
    pub(super) name: Option<&'a str>,
    pub(super) medium: u32,
    pub(super) medium_tracks: u32,
    pub(super) format: u32,
}

/// Bits of a track: what it has.
const NUMBER: u64 = 1;
const NAME: u64 = 2;

impl<'a> Field<'a> for Track<'a> {
    fn put(&self, out: &mut Vec<u8>) {
        let has = |text: Option<&str>, bit| if text.is_some() { bit } else { 0 };
        put_varint(out, has(self.number, NUMBER) | has(self.name, NAME));
        self.number.put(out);
        self.name.put(out);
        for number in [self.position, self.medium, self.medium_tracks, self.format] {
            number.put(out);
        }
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        let bits = from.varint()?;
        let mut text = |bit| if bits & bit > 0 { Field::take(from) } else { Ok(None) };
        Ok(Self {
            number: text(NUMBER)?,
            name: text(NAME)?,
            position: Field::take(from)?,
            medium: Field::take(from)?,
            medium_tracks: Field::take(from)?,
            format: Field::take(from)?,
        })
    }
}

/// Pushed while releases become documents, taken while recordings do.
pub(super) struct Appearances {
    rows: Rows,
    /// A release, and its tracks of one recording, as bytes.
    edition: Vec<u8>,
    tracks: Vec<u8>,
}

enum Rows {
    /// By recording and release.
    Pushed(Sorter),
    Sorted(Sorted),
    /// Of no use any more.
    Gone,
}

impl Appearances {
    /// With runs in `directory`, and about so much memory.
    pub(super) fn new(directory: &Path, memory_bytes: usize) -> Self {
        let sorter = Sorter::new(directory.join("appearances"), Order::Pushed, memory_bytes);
        Self { rows: Rows::Pushed(sorter), edition: Vec::new(), tracks: Vec::new() }
    }

    /// Adds the tracks of a release.
    pub(super) fn push(
        &mut self,
        release: u32,
        edition: &Edition<'_>,
        tracklist: &Tracklist<'_>,
    ) -> Result<()> {
        let Rows::Pushed(sorter) = &mut self.rows else { return Ok(()) };
        let mut tracks = tracks_of(tracklist)?;
        tracks.sort_by_key(|(recording, _)| *recording);
        self.edition.clear();
        edition.put(&mut self.edition);
        for same in tracks.chunk_by(|(one, _), (other, _)| one == other) {
            self.tracks.clear();
            same.iter().for_each(|(_, track)| track.put(&mut self.tracks));
            let key = u64::from(same[0].0) << 32 | u64::from(release);
            sorter.push(key, &self.edition, &self.tracks)?;
        }
        Ok(())
    }

    /// No more documents of a kind follow: after the releases come recordings, after those nobody asks.
    pub(super) fn end(&mut self, searched: Searched) -> Result<()> {
        if !matches!(searched, Searched::Release | Searched::Recording) {
            return Ok(());
        }
        self.rows = match std::mem::replace(&mut self.rows, Rows::Gone) {
            Rows::Pushed(sorter) => Rows::Sorted(sorter.sort()?),
            Rows::Sorted(_) | Rows::Gone => Rows::Gone,
        };
        Ok(())
    }

    /// Reads where a recording is; it must come after all that were asked for before.
    pub(super) fn read(&mut self, recording: u32, places: &mut Places) -> Result<()> {
        places.bytes.clear();
        places.releases.clear();
        let Rows::Sorted(rows) = &mut self.rows else { return Ok(()) };
        while rows.peek_key()?.is_some_and(|key| (key >> 32) as u32 <= recording) {
            let Some((key, row)) = rows.next()? else { break };
            if (key >> 32) as u32 == recording {
                let start = places.bytes.len();
                places.bytes.extend_from_slice(row);
                places.releases.push((key as u32, start..places.bytes.len()));
            }
        }
        Ok(())
    }
}

/// The tracks of a release, each with its recording.
fn tracks_of<'a>(tracklist: &Tracklist<'a>) -> Read<Vec<(u32, Track<'a>)>> {
    let mut tracks = Vec::new();
    for medium in tracklist.media.iter() {
        let medium = medium?;
        let medium_tracks = medium.stated_track_count.unwrap_or(medium.tracks.len() as u32);
        let mut position = 0;
        for track in medium.tracks.iter() {
            let track = track?;
            position = track.position.unwrap_or(position + 1);
            let (number, name) = (track.number, track.name);
            let (medium, format) = (medium.position, medium.format);
            let here = Track { position, number, name, medium, medium_tracks, format };
            tracks.push((track.recording, here));
        }
    }
    Ok(tracks)
}

/// The releases that a recording is on.
#[derive(Default)]
pub(super) struct Places {
    bytes: Vec<u8>,
    /// Release and row, by release.
    releases: Vec<(u32, Range<usize>)>,
}

impl Places {
    /// A release, and the tracks that the recording has there.
    pub(super) fn on(
        &self,
        release: u32,
    ) -> Read<Option<(Edition<'_>, impl Iterator<Item = Read<Track<'_>>>)>> {
        let Ok(at) = self.releases.binary_search_by_key(&release, |(id, _)| *id) else {
            return Ok(None);
        };
        let row = self.bytes.get(self.releases[at].1.clone()).ok_or(Corrupt("an appearance"))?;
        let mut reader = Reader::new(row);
        let edition = Edition::take(&mut reader)?;
        let tracks =
            std::iter::from_fn(move || (!reader.is_empty()).then(|| Track::take(&mut reader)));
        Ok(Some((edition, tracks)))
    }
}

#[cfg(test)]
mod tests {
    //! What is pushed by release comes back by recording.
    #![expect(clippy::unwrap_used, reason = "tests")]

    use catalog::codec::ListBuffer;
    use catalog::record::{Medium, Track as Listed};

    use super::*;

    const EVENT: Event =
        Event { country: *b"DE", date: Date { year: Some(1998), month: Some(3), day: None } };

    /// Pushes a release with one medium that has these recordings.
    fn push(appearances: &mut Appearances, (release, name): (u32, &str), recordings: &[u32]) {
        let (mut media, mut tracks) = (ListBuffer::default(), ListBuffer::default());
        for recording in recordings {
            let number = (*recording == 7).then_some("A");
            tracks.push(&Listed { recording: *recording, number, ..Listed::default() });
        }
        let tracks = tracks.list();
        media.push(&Medium { position: 1, format: 3, tracks, ..Medium::default() });
        let (mut types, mut events) = (ListBuffer::default(), ListBuffer::default());
        types.push(&9_u32);
        events.push(&EVENT);
        let edition = Edition {
            name,
            status: 1,
            primary_type: 2,
            secondary_types: types.list(),
            events: events.list(),
            track_count: recordings.len() as u32,
        };
        let tracklist = Tracklist { media: media.list(), ..Tracklist::default() };
        appearances.push(release, &edition, &tracklist).unwrap();
    }

    #[test]
    fn a_recording_has_its_tracks_of_each_release_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        for memory_bytes in [1, 1 << 20] {
            let mut appearances = Appearances::new(folder.path(), memory_bytes);
            push(&mut appearances, (4, "Low Water"), &[7, 5, 7]);
            push(&mut appearances, (9, "High Water"), &[3, 7]);
            appearances.end(Searched::Release).unwrap();
            let mut places = Places::default();
            appearances.read(4, &mut places).unwrap();
            assert!(places.on(4).unwrap().is_none() && places.on(9).unwrap().is_none());
            appearances.read(7, &mut places).unwrap();
            let (edition, tracks) = places.on(4).unwrap().unwrap();
            assert_eq!((edition.name, edition.track_count), ("Low Water", 3));
            assert_eq!((edition.status, edition.primary_type), (1, 2));
            assert_eq!(edition.secondary_types.to_vec().unwrap(), [9]);
            assert_eq!(edition.events.to_vec().unwrap(), [EVENT]);
            let track = |position, medium_tracks| Track {
                position,
                number: Some("A"),
                name: None,
                medium: 1,
                medium_tracks,
                format: 3,
            };
            let tracks = tracks.collect::<Read<Vec<_>>>().unwrap();
            assert_eq!(tracks, [track(1, 3), track(3, 3)]);
            let (edition, tracks) = places.on(9).unwrap().unwrap();
            assert_eq!(edition.name, "High Water");
            assert_eq!(tracks.collect::<Read<Vec<_>>>().unwrap(), [track(2, 2)]);
            assert!(places.on(5).unwrap().is_none());
        }
    }
}
