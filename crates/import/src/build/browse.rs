//! The lists that lead from an entity to those around it.

use std::collections::HashSet;

use catalog::{Relation, Table};
use model::Kind;

use super::Builder;
use super::names::Ranks;
use crate::error::Result;

impl Builder<'_, '_> {
    /// Writes every list in its order.
    pub(super) fn browse(&mut self) -> Result<()> {
        let ranks =
            std::mem::replace(&mut self.names, super::Names::new(self.staging.directory(), 0))
                .ranks()?;
        let mut pairs = self.staging.take_browse()?;
        let mut list: Vec<(u32, u32)> = Vec::new();
        let mut owner = None;
        loop {
            let pair = pairs.next()?;
            let key = pair.map(|(key, _)| key);
            if key != owner {
                self.list(owner, &mut list)?;
                owner = key;
            }
            let Some((key, member)) = pair else { break };
            let (rank, member) = self.placed(&ranks, (key >> 32) as u8, member);
            // An entity that was refused is in no list.
            if rank > 0 {
                list.push((rank, member));
            }
        }
        Ok(())
    }

    /// The place of a member, 0 when there is none, and the entity that it is.
    fn placed(&self, ranks: &Ranks, relation: u8, member: u32) -> (u32, u32) {
        if relation == Relation::LabelReleases as u8 {
            let release = self.labelled.get(member);
            let is_there = ranks.get(Kind::Release, release) > 0;
            return (if is_there { ranks.under_label(member) } else { 0 }, release);
        }
        (member_kind(relation).map_or(0, |kind| ranks.get(kind, member)), member)
    }

    fn list(&mut self, owner: Option<u64>, list: &mut Vec<(u32, u32)>) -> Result<()> {
        let Some(owner) = owner.filter(|_| !list.is_empty()) else { return Ok(()) };
        list.sort_unstable();
        list.dedup();
        let [.., number, a, b, c, d] = owner.to_be_bytes();
        if number == Relation::LabelReleases as u8 {
            // A release that has several catalogue numbers of a label is where its first one is.
            let mut seen = HashSet::new();
            list.retain(|(_, release)| seen.insert(*release));
        }
        let bytes: Vec<u8> = list.iter().flat_map(|(_, member)| member.to_le_bytes()).collect();
        self.writer.put_bytes(Table::Browse, &[number, a, b, c, d], &bytes)?;
        list.clear();
        Ok(())
    }
}

/// What a relation's lists consist of.
fn member_kind(number: u8) -> Option<Kind> {
    let relation = Relation::ALL.get(usize::from(number).wrapping_sub(1))?;
    Some(match relation {
        Relation::ArtistRecordings | Relation::WorkRecordings => Kind::Recording,
        Relation::ArtistReleases
        | Relation::ArtistTrackReleases
        | Relation::LabelReleases
        | Relation::AreaReleases => Kind::Release,
        Relation::ArtistReleaseGroups => Kind::ReleaseGroup,
        Relation::ArtistWorks => Kind::Work,
        Relation::AreaArtists | Relation::WorkArtists => Kind::Artist,
        Relation::AreaLabels => Kind::Label,
        Relation::AreaPlaces => Kind::Place,
        Relation::AreaEvents
        | Relation::ArtistEvents
        | Relation::PlaceEvents
        | Relation::SeriesEvents
        | Relation::EventEvents => Kind::Event,
    })
}
