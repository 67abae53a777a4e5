//! Genres.

use model::{Gid, Kind};

use super::{Alias, Entity, ForeignId};
use crate::codec::{List, record};

record! {
    /// A genre of the reviewed list.
    Genre {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
    }
}

impl<'a> Entity<'a> for Genre<'a> {
    const KIND: Kind = Kind::Genre;
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
