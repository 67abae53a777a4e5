//! The words that records refer to by number: types, formats, languages, tags.

use model::Gid;

use crate::codec::record;

/// A list of words. The numbers are part of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is the MusicBrainz table of its name")]
pub enum Words {
    ArtistType = 1,
    Gender = 2,
    ReleaseStatus = 3,
    ReleasePackaging = 4,
    ReleaseGroupPrimaryType = 5,
    ReleaseGroupSecondaryType = 6,
    MediumFormat = 7,
    LabelType = 8,
    AreaType = 9,
    PlaceType = 10,
    EventType = 11,
    SeriesType = 12,
    SeriesOrderingType = 13,
    InstrumentType = 14,
    WorkType = 15,
    WorkAttributeType = 16,
    WorkAttributeTypeAllowedValue = 17,
    Language = 18,
    Script = 19,
    LinkType = 20,
    LinkAttributeType = 21,
    Tag = 22,
    CoverArtType = 23,
    EventArtType = 24,
    ArtistAliasType = 25,
    ReleaseGroupAliasType = 26,
    ReleaseAliasType = 27,
    RecordingAliasType = 28,
    WorkAliasType = 29,
    LabelAliasType = 30,
    AreaAliasType = 31,
    PlaceAliasType = 32,
    EventAliasType = 33,
    SeriesAliasType = 34,
    InstrumentAliasType = 35,
    GenreAliasType = 36,
}

/// The lists by table name of a dump.
const TABLES: [(Words, &str); 36] = [
    (Words::ArtistType, "artist_type"),
    (Words::Gender, "gender"),
    (Words::ReleaseStatus, "release_status"),
    (Words::ReleasePackaging, "release_packaging"),
    (Words::ReleaseGroupPrimaryType, "release_group_primary_type"),
    (Words::ReleaseGroupSecondaryType, "release_group_secondary_type"),
    (Words::MediumFormat, "medium_format"),
    (Words::LabelType, "label_type"),
    (Words::AreaType, "area_type"),
    (Words::PlaceType, "place_type"),
    (Words::EventType, "event_type"),
    (Words::SeriesType, "series_type"),
    (Words::SeriesOrderingType, "series_ordering_type"),
    (Words::InstrumentType, "instrument_type"),
    (Words::WorkType, "work_type"),
    (Words::WorkAttributeType, "work_attribute_type"),
    (Words::WorkAttributeTypeAllowedValue, "work_attribute_type_allowed_value"),
    (Words::Language, "language"),
    (Words::Script, "script"),
    (Words::LinkType, "link_type"),
    (Words::LinkAttributeType, "link_attribute_type"),
    (Words::Tag, "tag"),
    (Words::CoverArtType, "cover_art_archive.art_type"),
    (Words::EventArtType, "event_art_archive.art_type"),
    (Words::ArtistAliasType, "artist_alias_type"),
    (Words::ReleaseGroupAliasType, "release_group_alias_type"),
    (Words::ReleaseAliasType, "release_alias_type"),
    (Words::RecordingAliasType, "recording_alias_type"),
    (Words::WorkAliasType, "work_alias_type"),
    (Words::LabelAliasType, "label_alias_type"),
    (Words::AreaAliasType, "area_alias_type"),
    (Words::PlaceAliasType, "place_alias_type"),
    (Words::EventAliasType, "event_alias_type"),
    (Words::SeriesAliasType, "series_alias_type"),
    (Words::InstrumentAliasType, "instrument_alias_type"),
    (Words::GenreAliasType, "genre_alias_type"),
];

impl Words {
    /// Every list with the dump's table that it comes from, in the order of their numbers.
    #[must_use]
    pub fn tables() -> &'static [(Self, &'static str)] {
        &TABLES
    }

    /// The key of a word: the list's number, then the row id, big end first.
    #[must_use]
    pub fn key(self, id: u32) -> [u8; 5] {
        let [a, b, c, d] = id.to_be_bytes();
        [self as u8, a, b, c, d]
    }
}

record! {
    /// One word.
    Term {
        /// The word.
        name: &'a str,
        ---
        /// Its public id.
        gid: Gid,
        /// ISO 639-3 of a language, ISO 15924 of a script.
        code: &'a str,
        /// ISO 639-2/T of a language.
        second_code: &'a str,
        /// The word above it.
        parent: u32,
        /// Its place in lists for people.
        child_order: u32,
        /// Of a tag: the genre of that name.
        genre: u32,
        /// Of an attribute type: the top word above it.
        root: u32,
        /// Of a link type: table names of both ends, separated by a comma.
        ends: &'a str,
        /// Of a medium format: whether such media can have disc ids.
        has_disc_ids: bool,
        /// Of an attribute type: whether what it stands for can be credited under another name.
        is_creditable: bool,
        /// Of a link type: whether its first end usually has many such relationships.
        is_many_first: bool,
        /// Of a link type: whether its second end usually has many such relationships.
        is_many_second: bool,
    }
}
