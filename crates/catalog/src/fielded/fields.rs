//! The registry: which fields each kind of thing can be searched by.

mod tables;

use model::Kind;

use super::key::Form;
pub use tables::*;

/// What a field is; the README says what each may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name: words with positions and lengths.
    Name,
    /// Words with positions.
    Text,
    /// A whole value.
    Key(Form),
    /// A number in the dictionary.
    Number,
    /// A number, degrees with a fraction.
    Degrees,
    /// A date of which parts may be unknown.
    Date,
    /// True or false.
    Flag,
    /// The dense id of an entity of that kind.
    Reference(Kind),
    /// The public id of what owns a list of the catalogue in which the document stands; every document with a value in
    /// the field with this number stands in one.
    Listed(Listed, u8),
    /// An entity of any kind, as [`entity_number`](super::entity_number).
    Any,
    /// A number in a column.
    Column,
    /// The column of the field before this one, divided.
    Quotient(u64),
    /// The field before this one, with accents.
    Accents,
    /// Another name of the field with this number.
    Same(u8),
    /// What the fields with these numbers have.
    Either(u8, u8),
    /// The public id of the document itself.
    Own(Kind),
    /// The public id of a track of the recording.
    Track,
    /// A web address, found by every address above it.
    Below,
    /// A web address, found by every address below it: the field before this one, asked the other way.
    Above,
}

/// Lists that the catalogue keeps of recordings, releases or release groups, by what owns them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    ArtistRecordings,
    ArtistReleases,
    ArtistReleaseGroups,
    LabelReleases,
    ReleaseRecordings,
    GroupRecordings,
    GroupReleases,
    /// The only release group of a release.
    ReleaseGroup,
}

/// A field of a kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field(pub(crate) u8);

/// A field's row in the registry.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) sort: Sort,
}

/// A kind of thing that can be searched by fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is MusicBrainz's entity of its name")]
pub enum Searched {
    Annotation,
    Area,
    Artist,
    Event,
    Instrument,
    Label,
    Place,
    Recording,
    Release,
    ReleaseGroup,
    Series,
    Tag,
    Url,
    Work,
}

impl Searched {
    /// Every kind of thing, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Annotation,
        Self::Area,
        Self::Artist,
        Self::Event,
        Self::Instrument,
        Self::Label,
        Self::Place,
        Self::Recording,
        Self::Release,
        Self::ReleaseGroup,
        Self::Series,
        Self::Tag,
        Self::Url,
        Self::Work,
    ];

    /// The name, which is also the directory below `fielded/`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Annotation => "annotation",
            Self::Tag => "tag",
            kind => kind.entity().map_or("", Kind::as_str),
        }
    }

    /// The kind of entity whose dense ids are found; annotations are of several kinds, and tags are words.
    #[must_use]
    pub fn entity(self) -> Option<Kind> {
        Some(match self {
            Self::Annotation | Self::Tag => return None,
            Self::Area => Kind::Area,
            Self::Artist => Kind::Artist,
            Self::Event => Kind::Event,
            Self::Instrument => Kind::Instrument,
            Self::Label => Kind::Label,
            Self::Place => Kind::Place,
            Self::Recording => Kind::Recording,
            Self::Release => Kind::Release,
            Self::ReleaseGroup => Kind::ReleaseGroup,
            Self::Series => Kind::Series,
            Self::Url => Kind::Url,
            Self::Work => Kind::Work,
        })
    }

    /// The rows of its fields.
    pub(crate) fn rows(self) -> &'static [Row] {
        match self {
            Self::Annotation => ANNOTATION,
            Self::Area => AREA,
            Self::Artist => ARTIST,
            Self::Event => EVENT,
            Self::Instrument => INSTRUMENT,
            Self::Label => LABEL,
            Self::Place => PLACE,
            Self::Recording => RECORDING,
            Self::Release => RELEASE,
            Self::ReleaseGroup => RELEASE_GROUP,
            Self::Series => SERIES,
            Self::Tag => TAG,
            Self::Url => URL,
            Self::Work => WORK,
        }
    }

    /// The field of a name.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Field> {
        let place = self.rows().iter().position(|row| row.name == name)?;
        u8::try_from(place).ok().map(Field)
    }

    /// The names of its fields.
    pub fn field_names(self) -> impl Iterator<Item = &'static str> {
        self.rows().iter().map(|row| row.name)
    }
}
