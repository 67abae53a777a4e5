//! What documents of many records have in common, kept while those follow one another.

use std::mem;

use catalog::fielded::{Cut, Cutter};
use catalog::record::{Area, Release};

use super::Cx;
use super::appearances::Event;
use super::artists::Credit;
use super::words::country;
use crate::error::Result;

/// Titles and countries that are kept: the recordings of an album lie together, those of many lie near.
const NEAR: usize = 1024;

/// Credits that are kept, of a few hundred bytes each: those of well-known artists come again and again.
const CREDITS: usize = 8192;

/// Values by number, each in the only place where it can be; the last one stays.
struct Slots<T, const N: usize>(Vec<Option<(u32, T)>>);

impl<T, const N: usize> Default for Slots<T, N> {
    fn default() -> Self {
        Self((0..N).map(|_| None).collect())
    }
}

impl<T, const N: usize> Slots<T, N> {
    /// Whether the value of a number is here.
    fn has(&self, id: u32) -> bool {
        self.0[id as usize % N].as_ref().is_some_and(|(kept, _)| *kept == id)
    }

    fn put(&mut self, id: u32, value: T) {
        self.0[id as usize % N] = Some((id, value));
    }

    fn get(&self, id: u32) -> Option<&T> {
        self.0[id as usize % N].as_ref().map(|(_, value)| value)
    }
}

/// What is kept.
#[derive(Default)]
pub(super) struct Kept {
    credits: Slots<Credit, CREDITS>,
    /// The words of the titles of releases.
    titles: Slots<Cut, NEAR>,
    /// The codes of areas where releases came out.
    countries: Slots<[u8; 2], NEAR>,
    cutter: Cutter,
}

impl Kept {
    /// The words of the title of a release.
    pub(super) fn title(&mut self, release: u32, title: &str) -> &Cut {
        if !self.titles.has(release) {
            let cut = self.cutter.words(title);
            self.titles.put(release, cut);
        }
        self.titles.get(release).expect("it was put here")
    }
}

impl Cx<'_> {
    /// An artist credit.
    pub(super) fn credit(&mut self, id: u32) -> Result<&Credit> {
        if !self.kept.credits.has(id) {
            let mut cutter = mem::take(&mut self.kept.cutter);
            let credit = Credit::read(self, id, &mut cutter)?;
            self.kept.cutter = cutter;
            self.kept.credits.put(id, credit);
        }
        Ok(self.kept.credits.get(id).expect("it was put here"))
    }

    /// Country and date of each event of a release.
    pub(super) fn events(&mut self, release: &Release<'_>) -> Result<Vec<Event>> {
        let mut events = Vec::with_capacity(release.events.len());
        for event in release.events.iter() {
            let event = event?;
            events.push(Event { country: self.country_of(event.country)?, date: event.date });
        }
        Ok(events)
    }

    fn country_of(&mut self, area: u32) -> Result<[u8; 2]> {
        if area == 0 {
            return Ok([0; 2]);
        }
        if !self.kept.countries.has(area) {
            let record = self.view.get::<Area<'_>>(area)?;
            let code = record.map(|record| code_of(&record)).transpose()?;
            self.kept.countries.put(area, code.unwrap_or_default());
        }
        Ok(*self.kept.countries.get(area).expect("it was put here"))
    }
}

/// The ISO 3166-1 code of a country; of another area that of the country around it.
fn code_of(area: &Area<'_>) -> Result<[u8; 2]> {
    if !country(&area.country).is_empty() {
        return Ok(area.country);
    }
    let own = area.iso_3166_1.first()?.and_then(|code| code.as_bytes().first_chunk().copied());
    Ok(own.unwrap_or_default())
}
