//! Instruments.

use model::{Gid, Kind};

use super::{Alias, Entity, ForeignId, TagCount};
use crate::codec::{List, record};

record! {
    /// A musical instrument.
    Instrument {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the instrument type.
        instrument_type: u32,
        /// What it is.
        description: &'a str,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// Tags with votes, by name.
        tags: List<'a, TagCount<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
    }
}

impl<'a> Entity<'a> for Instrument<'a> {
    const KIND: Kind = Kind::Instrument;
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
