//! The kinds of entities that a catalogue holds, in MusicBrainz's words.

/// A kind of entity with a public id of its own.
///
/// The numbers are part of the catalogue's file format: they are never reused or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// A person, group, orchestra, choir or character.
    Artist = 1,
    /// What users call an album: the releases of one work of art.
    ReleaseGroup = 2,
    /// One edition: a barcode, a date, a label.
    Release = 3,
    /// One performance or mix, on any number of releases.
    Recording = 4,
    /// A composition.
    Work = 5,
    /// An imprint or company.
    Label = 6,
    /// A country, city or district.
    Area = 7,
    /// A venue, studio or church.
    Place = 8,
    /// A concert or festival.
    Event = 9,
    /// An ordered set of other entities.
    Series = 10,
    /// A musical instrument.
    Instrument = 11,
    /// A genre of the reviewed list.
    Genre = 12,
    /// A web address that relationships point to.
    Url = 13,
    /// A recording's appearance on a medium.
    Track = 14,
    /// An artist credit.
    ArtistCredit = 15,
    /// One disc, side or file set of a release.
    Medium = 16,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 16] = [
        Self::Artist,
        Self::ReleaseGroup,
        Self::Release,
        Self::Recording,
        Self::Work,
        Self::Label,
        Self::Area,
        Self::Place,
        Self::Event,
        Self::Series,
        Self::Instrument,
        Self::Genre,
        Self::Url,
        Self::Track,
        Self::ArtistCredit,
        Self::Medium,
    ];

    /// The kinds that relationships connect.
    pub const RELATED: [Self; 13] = [
        Self::Artist,
        Self::ReleaseGroup,
        Self::Release,
        Self::Recording,
        Self::Work,
        Self::Label,
        Self::Area,
        Self::Place,
        Self::Event,
        Self::Series,
        Self::Instrument,
        Self::Genre,
        Self::Url,
    ];

    /// MusicBrainz's table name: `release_group`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::ReleaseGroup => "release_group",
            Self::Release => "release",
            Self::Recording => "recording",
            Self::Work => "work",
            Self::Label => "label",
            Self::Area => "area",
            Self::Place => "place",
            Self::Event => "event",
            Self::Series => "series",
            Self::Instrument => "instrument",
            Self::Genre => "genre",
            Self::Url => "url",
            Self::Track => "track",
            Self::ArtistCredit => "artist_credit",
            Self::Medium => "medium",
        }
    }

    /// The kind of a MusicBrainz table name, `None` for any other word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind of a number in the catalogue's files.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).wrapping_sub(1)).copied()
    }
}
