//! Recordings: what users call tracks or songs.

use model::{Date, Gid, Kind};

use super::{Alias, Entity, ForeignId, Rating, TagCount};
use crate::codec::{Field, List, Read, Reader, record};

record! {
    /// One performance or mix.
    Recording {
        /// Public id.
        gid: Gid,
        /// Name or title.
        name: &'a str,
        /// The artist credit.
        artist_credit: u32,
        ---
        /// Length.
        length_ms: Option<u32>,
        /// Where it stands on its main release.
        main: Appearance,
        /// Releases besides the main one, in order of preference.
        other_releases: List<'a, u32>,
        /// 0 to 100.
        popularity: u8,
        /// ISRCs, ascending.
        isrcs: List<'a, &'a str>,
        /// Its earliest release.
        first_release: Date,
        /// What tells it from others of its name.
        comment: &'a str,
        /// Whether it is a video.
        video: bool,
        /// Whether the source marks its words as explicit.
        explicit: bool,
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
        /// Where to listen to a sample, from sources that say so.
        preview_url: &'a str,
        /// Details from a source's track files.
        details: Option<TrackDetails<'a>>,
    }
}

record! {
    /// What the track files of a SQLite source add.
    TrackDetails {
        ---
        /// Whether lyrics exist: 0 unknown, 1 no, 2 yes.
        has_lyrics: u8,
        /// Title without version.
        original_title: &'a str,
        /// Version, as in `Live`.
        version_title: &'a str,
        /// Language codes of the performance.
        languages: List<'a, &'a str>,
        /// Artists' roles.
        roles: List<'a, ArtistRoles<'a>>,
    }
}

record! {
    /// An artist's roles on a track.
    ArtistRoles {
        /// The artist's name.
        name: &'a str,
        ---
        /// The roles, as in `composer`.
        roles: List<'a, &'a str>,
    }
}

/// A place on a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appearance {
    /// The release; 0 when the recording is on none.
    pub release: u32,
    /// Position of the medium, from 1.
    pub medium: u32,
    /// Position of the track, from 1; 0 is the pregap track.
    pub track: u32,
}

impl<'a> Field<'a> for Appearance {
    fn put(&self, out: &mut Vec<u8>) {
        self.release.put(out);
        self.medium.put(out);
        self.track.put(out);
    }
    fn take(from: &mut Reader<'a>) -> Read<Self> {
        Ok(Self { release: u32::take(from)?, medium: u32::take(from)?, track: u32::take(from)? })
    }
}

impl crate::codec::Optional<'_> for Appearance {
    fn is_absent(&self) -> bool {
        self.release == 0
    }
}

impl<'a> Entity<'a> for Recording<'a> {
    const KIND: Kind = Kind::Recording;
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
