//! Recordings.

use catalog::codec::{Corrupt, ListBuffer};
use catalog::record::{Appearance, Recording};
use catalog::{Index, Relation, Table};
use model::{Date, Kind};

use super::commons::read_u32;
use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::preference::CANCELLED;
use crate::staging::{Group, Part};

/// What a recording learns from the releases that it is on.
#[derive(Default)]
struct Places {
    main: Appearance,
    releases: u32,
    first_release: Date,
}

impl Builder<'_, '_> {
    /// Writes the recordings.
    pub(super) fn recordings(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Recording)?;
        let mut commons = Commons::default();
        let (mut isrcs, mut others) = (ListBuffer::default(), ListBuffer::default());
        let mut done = 0;
        while let Some(group) = groups.next()? {
            self.tick(&mut done)?;
            if !self.is_whole(Kind::Recording, group)? {
                continue;
            }
            let Some(mut record) = group.value::<Recording<'_>>(Part::Record)? else { continue };
            commons.of(group, &self.tag_order)?;
            group.list(Part::Isrc, true, &mut isrcs);
            let places = self.places_of(group, &mut others)?;
            (record.main, record.first_release) = (places.main, places.first_release);
            (record.other_releases, record.isrcs) = (others.list(), isrcs.list());
            (record.aliases, record.tags) = (commons.aliases.list(), commons.tags.list());
            (record.external_ids, record.annotation) =
                (commons.external_ids.list(), commons.annotation());
            record.rating = commons.rating;
            record.details = group.value(Part::Details)?;
            let release_group = self.staging.facts.release.get(places.main.release).release_group;
            let signals = Signals {
                releases: places.releases,
                votes: commons.votes(),
                group_votes: self.staging.facts.release_group.get(release_group).votes,
                artist_votes: self.artist_votes(record.artist_credit),
            };
            let score = self.score(record.popularity, signals);
            record.popularity = self.popularity(score);
            self.finish_recording(group, &record, release_group, score)?;
        }
        Ok(())
    }

    fn finish_recording(
        &mut self,
        group: &Group,
        record: &Recording<'_>,
        release_group: u32,
        score: f32,
    ) -> Result<()> {
        let id = group.id();
        self.writer.put(Table::Entity(Kind::Recording), id, record)?;
        self.indexes.add(Index::Gid(Kind::Recording), &record.gid.0, id)?;
        for isrc in record.isrcs.iter() {
            self.indexes.add(Index::Isrc, isrc?.as_bytes(), id)?;
        }
        self.index_external_ids(Kind::Recording, group)?;
        for artist in self.credits.artists(record.artist_credit) {
            *self.staging.facts.artist_credits.at(*artist) += 1;
            self.staging.browse(Relation::ArtistRecordings, *artist, id)?;
            // Who performs a work is related to it.
            for work in group.parts(Part::Work) {
                let work = read_u32(work)?;
                self.staging.browse(Relation::ArtistWorks, *artist, work)?;
                self.staging.browse(Relation::WorkArtists, work, *artist)?;
            }
        }
        self.names.recording(id, record)?;
        let artist = self.credits.name(record.artist_credit);
        let album = self.albums.get(release_group);
        self.texts.track(id, score, [record.name, artist, album])
    }

    /// Where a recording is: its main release first.
    fn places_of(&self, group: &Group, others: &mut ListBuffer) -> Result<Places> {
        let mut places: Vec<&[u8]> = group.parts(Part::Appearance).collect();
        // Preference, release, medium, position, all big end first: bytes sort as the numbers do.
        places.sort_unstable();
        let mut found = Places::default();
        let (mut earliest, mut last) = (u32::MAX, 0);
        others.clear();
        for bytes in places {
            let place = appearance_of(bytes)?;
            if place.release == last {
                continue;
            }
            last = place.release;
            found.releases += 1;
            if found.releases == 1 {
                found.main = place;
            } else {
                others.push(&place.release);
            }
            let facts = self.staging.facts.release.get(place.release);
            if facts.date_plus_one > 0 && facts.status != CANCELLED {
                earliest = earliest.min(facts.date_plus_one);
            }
        }
        if earliest < u32::MAX {
            found.first_release = Date::from_order(earliest - 1);
        }
        Ok(found)
    }
}

fn appearance_of(bytes: &[u8]) -> Result<Appearance> {
    let (numbers, rest) = bytes.get(8..).unwrap_or_default().as_chunks::<4>();
    match (numbers, rest) {
        ([release, medium, track], []) => Ok(Appearance {
            release: u32::from_be_bytes(*release),
            medium: u32::from_be_bytes(*medium),
            track: u32::from_be_bytes(*track),
        }),
        _ => Err(Corrupt("an appearance").into()),
    }
}
