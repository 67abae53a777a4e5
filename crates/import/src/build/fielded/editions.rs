//! Releases as their recordings see them, kept while their recordings follow one another.

use std::mem;
use std::rc::Rc;

use catalog::fielded::{Cut, Cutter};
use catalog::record::{Area, Release, ReleaseGroup};
use model::Date;

use super::Cx;
use super::artists::Credit;
use super::words::country;
use crate::error::Result;

/// Releases and credits that are kept: the recordings of an album lie together, those of many lie near.
const KEPT: usize = 1024;

/// Values by number, each in the only place where it can be; the last one stays.
struct Kept<T>(Vec<Option<(u32, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self((0..KEPT).map(|_| None).collect())
    }
}

impl<T> Kept<T> {
    /// Whether the value of a number is here.
    fn has(&self, id: u32) -> bool {
        self.0[id as usize % KEPT].as_ref().is_some_and(|(kept, _)| *kept == id)
    }

    fn put(&mut self, id: u32, value: T) {
        self.0[id as usize % KEPT] = Some((id, value));
    }

    fn get(&self, id: u32) -> Option<&T> {
        self.0[id as usize % KEPT].as_ref().map(|(_, value)| value)
    }
}

/// What is kept.
#[derive(Default)]
pub(super) struct Editions {
    editions: Kept<Edition>,
    credits: Kept<Credit>,
    cutter: Cutter,
}

/// A release.
#[derive(Default)]
pub(super) struct Edition {
    pub(super) name: Rc<str>,
    /// The words of the name.
    pub(super) words: Cut,
    pub(super) status: u32,
    pub(super) primary_type: u32,
    pub(super) secondary_types: Vec<u32>,
    /// Country and date of each event.
    pub(super) events: Vec<([u8; 2], Date)>,
    pub(super) track_count: u32,
    pub(super) media: Vec<EditionMedium>,
    /// Its tracks by recording.
    tracks: Vec<EditionTrack>,
}

/// A medium of a release.
pub(super) struct EditionMedium {
    pub(super) position: u32,
    pub(super) format: u32,
    pub(super) track_count: u32,
}

/// A track of a release.
pub(super) struct EditionTrack {
    recording: u32,
    /// The medium's place in the list.
    pub(super) medium: usize,
    pub(super) position: u32,
    /// As printed, when it is not the position.
    pub(super) number: Option<String>,
    /// When it is not the recording's.
    pub(super) name: Option<String>,
}

impl Edition {
    /// The tracks that a recording has here.
    pub(super) fn tracks_of(&self, recording: u32) -> impl Iterator<Item = &EditionTrack> {
        let first = self.tracks.partition_point(|track| track.recording < recording);
        self.tracks[first..].iter().take_while(move |track| track.recording == recording)
    }

    fn read(cx: &Cx<'_>, id: u32, cutter: &mut Cutter) -> Result<Self> {
        let mut edition = Self::default();
        let Some(release) = cx.view.get::<Release<'_>>(id)? else { return Ok(edition) };
        edition.name = release.name.into();
        edition.words = cutter.words(release.name);
        (edition.status, edition.track_count) = (release.status, release.track_count);
        if let Some(group) = cx.view.get::<ReleaseGroup<'_>>(release.release_group)? {
            edition.primary_type = group.primary_type;
            edition.secondary_types = group.secondary_types.to_vec()?;
        }
        edition.events = events(cx, &release)?;
        edition.read_tracks(cx, id)?;
        Ok(edition)
    }

    fn read_tracks(&mut self, cx: &Cx<'_>, id: u32) -> Result<()> {
        let Some(tracklist) = cx.view.tracklist(id)? else { return Ok(()) };
        for medium in tracklist.media.iter() {
            let medium = medium?;
            let track_count = medium.stated_track_count.unwrap_or(medium.tracks.len() as u32);
            let place = self.media.len();
            let (position, format) = (medium.position, medium.format);
            self.media.push(EditionMedium { position, format, track_count });
            let mut position = 0;
            for track in medium.tracks.iter() {
                let track = track?;
                position = track.position.unwrap_or(position + 1);
                self.tracks.push(EditionTrack {
                    recording: track.recording,
                    medium: place,
                    position,
                    number: track.number.map(str::to_owned),
                    name: track.name.map(str::to_owned),
                });
            }
        }
        self.tracks.sort_by_key(|track| track.recording);
        Ok(())
    }
}

/// Country and date of each event of a release.
pub(super) fn events(cx: &Cx<'_>, release: &Release<'_>) -> Result<Vec<([u8; 2], Date)>> {
    let mut events = Vec::with_capacity(release.events.len());
    for event in release.events.iter() {
        let event = event?;
        let area =
            if event.country == 0 { None } else { cx.view.get::<Area<'_>>(event.country)? };
        let code = area.map(|area| code_of(&area)).transpose()?;
        events.push((code.unwrap_or_default(), event.date));
    }
    Ok(events)
}

/// The ISO 3166-1 code of a country; of another area that of the country around it.
fn code_of(area: &Area<'_>) -> Result<[u8; 2]> {
    if !country(&area.country).is_empty() {
        return Ok(area.country);
    }
    let own = area.iso_3166_1.first()?.and_then(|code| code.as_bytes().first_chunk().copied());
    Ok(own.unwrap_or_default())
}

impl Cx<'_> {
    /// A release.
    pub(super) fn edition(&mut self, id: u32) -> Result<&Edition> {
        if !self.editions.editions.has(id) {
            let mut cutter = mem::take(&mut self.editions.cutter);
            let edition = Edition::read(self, id, &mut cutter)?;
            self.editions.cutter = cutter;
            self.editions.editions.put(id, edition);
        }
        Ok(self.editions.editions.get(id).expect("it was put here"))
    }

    /// An artist credit.
    pub(super) fn credit(&mut self, id: u32) -> Result<&Credit> {
        if !self.editions.credits.has(id) {
            let mut cutter = mem::take(&mut self.editions.cutter);
            let credit = Credit::read(self, id, &mut cutter)?;
            self.editions.cutter = cutter;
            self.editions.credits.put(id, credit);
        }
        Ok(self.editions.credits.get(id).expect("it was put here"))
    }
}
