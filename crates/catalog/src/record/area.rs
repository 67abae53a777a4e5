//! Areas: countries, subdivisions, cities, districts.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, TagCount};
use crate::codec::{List, record};

record! {
    /// A country, subdivision, city or district.
    Area {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the area type.
        area_type: u32,
        /// Begin date.
        begin: Date,
        /// End date.
        end: Date,
        /// Whether it has ended, even if no date is known.
        ended: bool,
        /// ISO 3166-1 codes.
        iso_3166_1: List<'a, &'a str>,
        /// ISO 3166-2 codes.
        iso_3166_2: List<'a, &'a str>,
        /// ISO 3166-3 codes.
        iso_3166_3: List<'a, &'a str>,
        /// The areas around it, nearest first: what MusicBrainz calls area containment.
        containers: List<'a, u32>,
        /// ISO 3166-1 code of itself or of the country around it.
        country: [u8; 2],
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

impl<'a> Entity<'a> for Area<'a> {
    const KIND: Kind = Kind::Area;
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
