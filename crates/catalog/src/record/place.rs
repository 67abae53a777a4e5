//! Places: venues, studios, churches.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// A venue, studio, stadium or church.
    Place {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the place type.
        place_type: u32,
        /// Where it is, as printed.
        address: &'a str,
        /// The area that it lies in.
        area: u32,
        /// Latitude and longitude in degrees, as the source writes them: `lat,lon`.
        coordinates: &'a str,
        /// Begin date.
        begin: Date,
        /// End date.
        end: Date,
        /// Whether it has ended, even if no date is known.
        ended: bool,
        /// Average rating.
        rating: Rating,
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

impl<'a> Entity<'a> for Place<'a> {
    const KIND: Kind = Kind::Place;
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
