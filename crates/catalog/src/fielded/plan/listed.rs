//! Clauses that name an entity whose recordings, releases or release groups the catalogue lists already.

use model::{Gid, Kind};
use tantivy::query::{BoostQuery, EmptyQuery, Query as Plan};

use super::super::fields::Listed;
use super::super::set::Set;
use super::Planner;
use crate::Relation;
use crate::error::Result;
use crate::read::Page;
use crate::record::{Release, ReleaseGroup};

/// What a rare key counts for in BM25 with k1 = 1.2, b = 0.75 and documents of twenty keys, each of which it has once:
/// 2.2 / (1 + 1.2 · (0.25 + 0.75 / 20)).
const KEY_WEIGHT: f32 = 1.64;

impl Planner<'_> {
    /// The documents that are listed under the entity with a public id; they score as if it were a key of theirs.
    pub(super) fn listed(&self, listed: Listed, text: &str) -> Result<Box<dyn Plan>> {
        let Ok(gid) = Gid::parse_mbid(text.trim()) else { return Ok(Box::new(EmptyQuery)) };
        let Some(owner) = self.view.dense_id(listed.owner(), gid)? else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut ids = self.ids(listed, owner)?;
        ids.sort_unstable();
        ids.dedup();
        let mut documents = self.asker.index.documents_of();
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            self.asker.budget.spend(1)?;
            found.extend(documents.next(u64::from(id)));
        }
        let (with, all) = (found.len() as f32, self.asker.index.documents() as f32);
        let rarity = ((all - with + 0.5) / (with + 0.5)).ln_1p();
        Ok(Box::new(BoostQuery::new(Box::new(Set::few(found)), rarity * KEY_WEIGHT)))
    }

    /// Dense ids of what is listed, in any order and some more than once.
    fn ids(&self, listed: Listed, owner: u32) -> Result<Vec<u32>> {
        let browse = |relation| {
            let all = Page { limit: usize::MAX, offset: 0 };
            Ok(self.view.browse(relation, owner, all)?.1)
        };
        match listed {
            Listed::ArtistRecordings => browse(Relation::ArtistRecordings),
            Listed::ArtistReleases => browse(Relation::ArtistReleases),
            Listed::ArtistReleaseGroups => browse(Relation::ArtistReleaseGroups),
            Listed::LabelReleases => browse(Relation::LabelReleases),
            Listed::ReleaseRecordings => self.recordings(&[owner]),
            Listed::GroupRecordings => self.recordings(&self.releases(owner)?),
            Listed::GroupReleases => self.releases(owner),
            Listed::ReleaseGroup => {
                let release = self.view.get::<Release<'_>>(owner)?;
                Ok(release.into_iter().map(|release| release.release_group).collect())
            }
        }
    }

    fn releases(&self, release_group: u32) -> Result<Vec<u32>> {
        let group = self.view.get::<ReleaseGroup<'_>>(release_group)?;
        Ok(group.map(|group| group.releases.to_vec()).transpose()?.unwrap_or_default())
    }

    fn recordings(&self, releases: &[u32]) -> Result<Vec<u32>> {
        let mut recordings = Vec::new();
        for release in releases {
            let Some(tracklist) = self.view.tracklist(*release)? else { continue };
            for medium in tracklist.media.iter() {
                for track in medium?.tracks.iter() {
                    recordings.push(track?.recording);
                }
            }
            self.asker.budget.spend(64)?;
        }
        Ok(recordings)
    }
}

impl Listed {
    /// What the public id of a query names.
    fn owner(self) -> Kind {
        match self {
            Self::ArtistRecordings | Self::ArtistReleases | Self::ArtistReleaseGroups => {
                Kind::Artist
            }
            Self::LabelReleases => Kind::Label,
            Self::ReleaseRecordings | Self::ReleaseGroup => Kind::Release,
            Self::GroupRecordings | Self::GroupReleases => Kind::ReleaseGroup,
        }
    }
}
