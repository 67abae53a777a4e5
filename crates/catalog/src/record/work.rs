//! Works: compositions.

use model::{Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// A composition.
    Work {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the work type.
        work_type: u32,
        /// Row ids of the languages of its lyrics.
        languages: List<'a, u32>,
        /// ISWCs as printed.
        iswcs: List<'a, &'a str>,
        /// Keys, catalogue numbers of rights societies and the like.
        attributes: List<'a, WorkAttribute<'a>>,
        /// Average rating.
        rating: Rating,
        /// 0 to 100.
        popularity: u8,
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

record! {
    /// An attribute of a work.
    WorkAttribute {
        /// Row id of the work attribute type.
        attribute_type: u32,
        ---
        /// Row id of the allowed value, when the type has a list of them.
        value: u32,
        /// Free text otherwise.
        text: &'a str,
    }
}

impl<'a> Entity<'a> for Work<'a> {
    const KIND: Kind = Kind::Work;
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
