//! Release groups.

use catalog::codec::{Corrupt, ListBuffer};
use catalog::record::ReleaseGroup;
use catalog::{Index, Relation, Table};
use model::{Date, Kind};

use super::commons::read_u32;
use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::staging::{Group, Part};

impl Builder<'_, '_> {
    /// Writes the release groups.
    pub(super) fn release_groups(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::ReleaseGroup)?;
        let mut commons = Commons::default();
        let (mut types, mut list) = (ListBuffer::default(), ListBuffer::default());
        let mut done = 0;
        while let Some(group) = groups.next()? {
            self.tick(&mut done)?;
            if !self.is_whole(Kind::ReleaseGroup, group)? {
                continue;
            }
            let Some(mut record) = group.value::<ReleaseGroup<'_>>(Part::Record)? else { continue };
            commons.of(group, &self.tag_order)?;
            let main_release = self.releases_of(group, &mut list)?;
            let mut rows =
                group.parts(Part::SecondaryType).map(read_u32).collect::<Result<Vec<_>>>()?;
            rows.sort_unstable();
            types.clear();
            rows.iter().for_each(|row| types.push(row));
            record.secondary_types = types.list();
            record.first_release = self.first_release(group)?;
            record.cover_art_release = group.value(Part::CoverArtRelease)?.unwrap_or(0);
            (record.main_release, record.releases) = (main_release, list.list());
            (record.aliases, record.tags) = (commons.aliases.list(), commons.tags.list());
            (record.external_ids, record.annotation) =
                (commons.external_ids.list(), commons.annotation());
            record.rating = commons.rating;
            let signals = Signals {
                releases: list.len() as u32,
                votes: commons.votes(),
                group_votes: 0,
                artist_votes: self.artist_votes(record.artist_credit),
            };
            let score = self.score(record.popularity, signals);
            record.popularity = self.popularity(score);
            self.finish_release_group(group, &record, &rows, score)?;
        }
        Ok(())
    }

    fn finish_release_group(
        &mut self,
        group: &Group,
        record: &ReleaseGroup<'_>,
        secondary_types: &[u32],
        score: f32,
    ) -> Result<()> {
        let id = group.id();
        self.writer.put(Table::Entity(Kind::ReleaseGroup), id, record)?;
        self.indexes.add(Index::Gid(Kind::ReleaseGroup), &record.gid.0, id)?;
        self.index_external_ids(Kind::ReleaseGroup, group)?;
        for artist in self.credits.artists(record.artist_credit) {
            *self.staging.facts.artist_credits.at(*artist) += 1;
            self.staging.browse(Relation::ArtistReleaseGroups, *artist, id)?;
        }
        self.albums.set(id, record.name);
        self.names.release_group(id, record, secondary_types)?;
        let artist = self.credits.name(record.artist_credit);
        self.texts.album(id, score, [record.name, artist])
    }

    /// The releases of a group by date; returns the one to prefer.
    fn releases_of(&self, group: &Group, list: &mut ListBuffer) -> Result<u32> {
        let mut main = (u64::MAX, 0);
        let mut releases = Vec::new();
        for bytes in group.parts(Part::Release) {
            let (preference, id) = bytes.split_first_chunk::<8>().ok_or(Corrupt("a release"))?;
            let id =
                id.first_chunk().map(|id| u32::from_be_bytes(*id)).ok_or(Corrupt("a release"))?;
            main = main.min((u64::from_be_bytes(*preference), id));
            let date = self.staging.facts.release.get(id).date_plus_one;
            releases.push((if date == 0 { u32::MAX } else { date }, id));
        }
        releases.sort_unstable();
        list.clear();
        releases.iter().for_each(|(_, id)| list.push(id));
        Ok(main.1)
    }

    /// What the source says, else the earliest release.
    fn first_release(&self, group: &Group) -> Result<Date> {
        if let Some(date) = group.value(Part::FirstRelease)? {
            return Ok(date);
        }
        let ids =
            group.parts(Part::Release).filter_map(|bytes| bytes.get(8..)?.first_chunk().copied());
        let dates =
            ids.map(|id| self.staging.facts.release.get(u32::from_be_bytes(id)).date_plus_one);
        let earliest = dates.filter(|date| *date > 0).min();
        Ok(earliest.map_or(Date::default(), |date| Date::from_order(date - 1)))
    }
}
