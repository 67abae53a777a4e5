//! Releases: editions.

use model::{Date, Gid, Kind};

use super::artist::Picture;
use super::{Alias, Entity, ForeignId, Image, TagCount};
use crate::codec::{List, record};

record! {
    /// One edition. Its media and tracks are in the tracklist of the same dense id.
    Release {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        /// The artist credit.
        artist_credit: u32,
        /// The release group.
        release_group: u32,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the status.
        status: u32,
        /// Row id of the packaging.
        packaging: u32,
        /// Row id of the language of its titles.
        language: u32,
        /// Row id of the script of its titles.
        script: u32,
        /// `None` is unknown, empty is "has none".
        barcode: Option<&'a str>,
        /// Data quality: 0 unknown, 1 low, 2 normal, 3 high.
        quality: u8,
        /// When and where it came out, by date then country name; unknown country last.
        events: List<'a, ReleaseEvent<'a>>,
        /// Labels, by catalogue number.
        labels: List<'a, ReleaseLabel<'a>>,
        /// Media.
        medium_count: u32,
        /// Tracks on all media, data and pregap tracks included.
        track_count: u32,
        /// 0 to 100.
        popularity: u8,
        /// Amazon's id.
        asin: &'a str,
        /// 0 unknown, 1 absent, 2 present, 3 darkened.
        cover_art_presence: u8,
        /// Images at the Cover Art Archive, in their order.
        images: List<'a, Image<'a>>,
        /// Ids at other services, from its web addresses.
        external_ids: List<'a, ForeignId<'a>>,
        /// Other names, by name.
        aliases: List<'a, Alias<'a>>,
        /// Tags with votes, by name.
        tags: List<'a, TagCount<'a>>,
        /// The newest annotation, MusicBrainz markup.
        annotation: &'a str,
        /// Copyright notice, from sources that give one.
        copyright: &'a str,
        /// Phonographic copyright notice, from sources that give one.
        phonographic_copyright: &'a str,
        /// Cover pictures, from sources that give addresses.
        pictures: List<'a, Picture<'a>>,
    }
}

record! {
    /// A date and country of a release.
    ReleaseEvent {
        ---
        /// The country's area; 0 is unknown.
        country: u32,
        /// The date.
        date: Date,
    }
}

record! {
    /// A label of a release.
    ReleaseLabel {
        ---
        /// The label; 0 is unknown.
        label: u32,
        /// The catalogue number.
        catalog_number: Option<&'a str>,
    }
}

impl<'a> Entity<'a> for Release<'a> {
    const KIND: Kind = Kind::Release;
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
