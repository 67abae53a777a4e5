//! Release groups: what users call albums.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// All releases of one album, single or compilation.
    ReleaseGroup {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        /// The artist credit.
        artist_credit: u32,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the primary type.
        primary_type: u32,
        /// Row ids of the secondary types, by id.
        secondary_types: List<'a, u32>,
        /// Its earliest release.
        first_release: Date,
        /// 0 to 100.
        popularity: u8,
        /// The release that stands for the group: see `import`'s README, "The main release".
        main_release: u32,
        /// Its releases, by date.
        releases: List<'a, u32>,
        /// The release whose cover was chosen for the group.
        cover_art_release: u32,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Average rating.
        rating: Rating,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// Tags with votes, by name.
        tags: List<'a, TagCount<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
    }
}

impl<'a> Entity<'a> for ReleaseGroup<'a> {
    const KIND: Kind = Kind::ReleaseGroup;
    fn gid(&self) -> Gid {
        self.gid
    }
    fn name(&self) -> &'a str {
        self.name
    }
    fn external_ids(&self) -> List<'a, ForeignId<'a>> {
        self.external_ids
    }
}
