//! Labels.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// An imprint, company or distributor.
    Label {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the label type.
        label_type: u32,
        /// The LC number.
        label_code: u32,
        /// Where it is.
        area: u32,
        /// Begin date.
        begin: Date,
        /// End date.
        end: Date,
        /// Whether it has ended, even if no date is known.
        ended: bool,
        /// ISO 3166-1 code of the area or of the country around it.
        country: [u8; 2],
        /// 0 to 100.
        popularity: u8,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Average rating.
        rating: Rating,
        /// Interested parties information codes.
        ipis: List<'a, &'a str>,
        /// International standard name identifiers.
        isnis: List<'a, &'a str>,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// Tags with votes, by name.
        tags: List<'a, TagCount<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
    }
}

impl<'a> Entity<'a> for Label<'a> {
    const KIND: Kind = Kind::Label;
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
