//! Events: concerts, festivals, launches.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Image, Rating, TagCount};
use crate::codec::{List, record};

record! {
    /// A concert, festival or launch.
    Event {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        ---
        /// What tells it from others of its name.
        comment: &'a str,
        /// Row id of the event type.
        event_type: u32,
        /// Begin date.
        begin: Date,
        /// End date.
        end: Date,
        /// Whether it has ended, even if no date is known.
        ended: bool,
        /// Start, `HH:MM:SS` local time.
        time: &'a str,
        /// Whether it did not happen.
        cancelled: bool,
        /// The songs, MusicBrainz markup.
        setlist: &'a str,
        /// Average rating.
        rating: Rating,
        /// Posters and other art.
        images: List<'a, Image<'a>>,
        /// Presence of event art: 0 unknown, 1 absent, 2 present, 3 darkened.
        art_presence: u8,
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

impl<'a> Entity<'a> for Event<'a> {
    const KIND: Kind = Kind::Event;
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
