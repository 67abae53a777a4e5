//! Entities by the codes that are printed on them, and by what other services call them.

use model::{Barcode, DiscId, ExternalId, Isrc, Iswc};

use super::{View, damaged};
use crate::codec::{Corrupt, List};
use crate::error::Result;
use crate::index::catalog_number_key;
use crate::record::{CdToc, Entity, Recording, Release, Url, Work};
use crate::table::{Index, Table};

/// A key that no catalogue number, ISRC or external id of one entity legitimately exceeds: entities
/// that share a key are cut here, so that a request stays bounded.
const MAX_SHARING: usize = 1000;

impl View<'_> {
    /// Recordings with an ISRC, the most popular first.
    pub fn by_isrc(&self, isrc: &Isrc) -> Result<Vec<(u32, Recording<'_>)>> {
        let has = |recording: &Recording<'_>| contains(recording.isrcs, isrc.as_str());
        let mut found = self.sharing(Index::Isrc, isrc.as_str().as_bytes(), has)?;
        found.sort_by_key(|(id, recording)| (std::cmp::Reverse(recording.popularity), *id));
        Ok(found)
    }

    /// Releases with a barcode, leading zeros aside, the most popular first.
    pub fn by_barcode(&self, barcode: &Barcode) -> Result<Vec<(u32, Release<'_>)>> {
        let has = |release: &Release<'_>| {
            let printed = release.barcode.and_then(|text| Barcode::parse(text).ok());
            Ok(printed.as_ref() == Some(barcode))
        };
        let mut found = self.sharing(Index::Barcode, barcode.as_str().as_bytes(), has)?;
        found.sort_by_key(|(id, release)| (std::cmp::Reverse(release.popularity), *id));
        Ok(found)
    }

    /// Works with an ISWC.
    pub fn by_iswc(&self, iswc: &Iswc) -> Result<Vec<(u32, Work<'_>)>> {
        let has = |work: &Work<'_>| {
            let codes = work.iswcs.to_vec()?;
            Ok(codes.iter().any(|code| Iswc::parse(code).as_ref() == Ok(iswc)))
        };
        self.sharing(Index::Iswc, iswc.as_str().as_bytes(), has)
    }

    /// Releases with a catalogue number; spaces, hyphens and case do not matter.
    pub fn by_catalog_number(&self, text: &str) -> Result<Vec<(u32, Release<'_>)>> {
        let key = catalog_number_key(text);
        let has = |release: &Release<'_>| {
            let labels = release.labels.to_vec()?;
            let mut numbers = labels.iter().filter_map(|label| label.catalog_number);
            Ok(numbers.any(|number| catalog_number_key(number) == key))
        };
        self.sharing(Index::CatalogNumber, key.as_bytes(), has)
    }

    /// Entities of a kind with an id at another service.
    pub fn by_external_id<'v, E: Entity<'v>>(
        &'v self,
        wanted: &ExternalId<'_>,
    ) -> Result<Vec<(u32, E)>> {
        let has = |entity: &E| {
            let ids = entity.external_ids().to_vec()?;
            Ok(ids.iter().any(|id| id.scheme == wanted.scheme && id.value == wanted.value))
        };
        self.sharing(Index::ExternalId(E::KIND), wanted.to_string().as_bytes(), has)
    }

    /// The url entity of a web address.
    pub fn by_url(&self, address: &str) -> Result<Option<(u32, Url<'_>)>> {
        let found =
            self.sharing(Index::Url, address.as_bytes(), |url: &Url<'_>| Ok(url.url == address))?;
        Ok(found.into_iter().next())
    }

    /// The table of contents of a disc id.
    pub fn by_disc_id(&self, disc_id: &DiscId) -> Result<Option<(u32, CdToc<'_>)>> {
        let mut found = None;
        self.each_candidate(Index::DiscId, disc_id.as_str().as_bytes(), |id| {
            found =
                self.cd_toc(id)?.filter(|toc| toc.disc_id == disc_id.as_str()).map(|toc| (id, toc));
            Ok(found.is_none())
        })?;
        Ok(found)
    }

    /// All entities under a key that really have it.
    fn sharing<'v, E: Entity<'v>>(
        &'v self,
        index: Index,
        key: &[u8],
        has: impl Fn(&E) -> Result<bool, Corrupt>,
    ) -> Result<Vec<(u32, E)>> {
        let mut found = Vec::new();
        self.each_candidate(index, key, |id| {
            if let Some(entity) = self.get::<E>(id)?
                && has(&entity).map_err(|e| damaged(Table::Entity(E::KIND), e))?
            {
                found.push((id, entity));
            }
            Ok(found.len() < MAX_SHARING)
        })?;
        // An entity that has the key twice has two entries.
        found.sort_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        Ok(found)
    }
}

fn contains(list: List<'_, &str>, wanted: &str) -> Result<bool, Corrupt> {
    Ok(list.to_vec()?.contains(&wanted))
}
