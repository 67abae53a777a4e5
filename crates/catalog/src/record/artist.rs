//! Artists.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// A person, group, orchestra, choir or character.
    Artist {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// The name to sort by, when it differs from the name.
        sort_name: &'a str,
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the artist type.
        artist_type: u32,
        /// Row id of the gender.
        gender: u32,
        /// Where it belongs.
        area: u32,
        /// Where it was born or founded.
        begin_area: u32,
        /// Where it died or was dissolved.
        end_area: u32,
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
        /// People who follow it at the source, when the source says so.
        followers: Option<u64>,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Tags with votes, by name.
        tags: List<'a, TagCount<'a>>,
        /// Average rating.
        rating: Rating,
        /// Interested parties information codes.
        ipis: List<'a, &'a str>,
        /// International standard name identifiers.
        isnis: List<'a, &'a str>,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
        /// Genres as plain words, from sources without tags.
        genre_names: List<'a, &'a str>,
        /// Pictures: address, width and height in pixels, from sources that give them.
        pictures: List<'a, Picture<'a>>,
    }
}

record! {
    /// A picture at a web address.
    Picture {
        /// Where it is.
        url: &'a str,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        ---
    }
}

impl<'a> Entity<'a> for Artist<'a> {
    const KIND: Kind = Kind::Artist;
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
