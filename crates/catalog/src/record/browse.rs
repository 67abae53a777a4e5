//! Lists that lead from one entity to those around it, in the order in which MusicBrainz browses them.

/// A list kept for each owner. The numbers are part of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Relation {
    /// Recordings credited to an artist, by name.
    ArtistRecordings = 1,
    /// Releases credited to an artist, by date, country, barcode, then name.
    ArtistReleases = 2,
    /// Releases on which an artist is credited for a track, but not for the release, by date.
    ArtistTrackReleases = 3,
    /// Release groups credited to an artist, by type, names of secondary types, date, then name.
    ArtistReleaseGroups = 4,
    /// Works that an artist is related to, or to whose recordings, by name.
    ArtistWorks = 5,
    /// Releases of a label, by date, then catalogue number and name.
    LabelReleases = 6,
    /// Artists who come from an area or one within it, or began or ended there, by name.
    AreaArtists = 7,
    /// Labels of an area or one within it, by name.
    AreaLabels = 8,
    /// Places in an area or one within it, by name.
    AreaPlaces = 9,
    /// Releases that came out in an area, by date.
    AreaReleases = 10,
    /// Events held in an area or one within it, or at a place there, by date.
    AreaEvents = 11,
    /// Events of an artist, by date.
    ArtistEvents = 12,
    /// Events at a place, by date.
    PlaceEvents = 13,
    /// Events of a series, by date.
    SeriesEvents = 14,
    /// Events that are part of an event, by date.
    EventEvents = 15,
    /// Recordings of a work, by name.
    WorkRecordings = 16,
    /// Artists related to a work or to its recordings, by name.
    WorkArtists = 17,
}

impl Relation {
    /// Every relation, in the order of their numbers.
    pub const ALL: [Self; 17] = [
        Self::ArtistRecordings,
        Self::ArtistReleases,
        Self::ArtistTrackReleases,
        Self::ArtistReleaseGroups,
        Self::ArtistWorks,
        Self::LabelReleases,
        Self::AreaArtists,
        Self::AreaLabels,
        Self::AreaPlaces,
        Self::AreaReleases,
        Self::AreaEvents,
        Self::ArtistEvents,
        Self::PlaceEvents,
        Self::SeriesEvents,
        Self::EventEvents,
        Self::WorkRecordings,
        Self::WorkArtists,
    ];

    /// The key of an owner's list: the relation's number, then the owner's dense id, big end first.
    #[must_use]
    pub fn key(self, owner: u32) -> [u8; 5] {
        let [a, b, c, d] = owner.to_be_bytes();
        [self as u8, a, b, c, d]
    }
}
