//! The fields of each kind of thing, by the names of MusicBrainz's search documentation.

use model::Kind;

use super::super::key::Form;
use super::{Field, Listed, Row, Sort};

/// Declares the fields of one kind of thing, in the order of their numbers.
macro_rules! fields {
    ($table:ident $set:ident { $($variant:ident $name:literal $sort:expr;)* }) => {
        #[doc = concat!("Fields of ", stringify!($set), ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $set { $(#[doc = concat!("`", $name, "`")] $variant),* }

        impl From<$set> for Field {
            fn from(field: $set) -> Self {
                Self(field as u8)
            }
        }

        pub(super) const $table: &[Row] = &[$(Row { name: $name, sort: $sort }),*];
    };
}

fields!(ANNOTATION AnnotationField {
    Entity "entity" Sort::Any;
    Name "name" Sort::Name;
    Text "text" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(AREA AreaField {
    Name "area" Sort::Name;
    Accent "areaaccent" Sort::Accents;
    Alias "alias" Sort::Text;
    Begin "begin" Sort::Date;
    Comment "comment" Sort::Text;
    End "end" Sort::Date;
    Ended "ended" Sort::Flag;
    Id "aid" Sort::Own(Kind::Area);
    Iso "iso" Sort::Key(Form::Lower);
    Iso1 "iso1" Sort::Key(Form::Lower);
    Iso2 "iso2" Sort::Key(Form::Lower);
    Iso3 "iso3" Sort::Key(Form::Lower);
    SortName "sortname" Sort::Text;
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(ARTIST ArtistField {
    Name "artist" Sort::Name;
    Accent "artistaccent" Sort::Accents;
    SortName "sortname" Sort::Name;
    Alias "alias" Sort::Text;
    PrimaryAlias "primary_alias" Sort::Text;
    Area "area" Sort::Text;
    BeginArea "beginarea" Sort::Text;
    EndArea "endarea" Sort::Text;
    Begin "begin" Sort::Date;
    End "end" Sort::Date;
    Ended "ended" Sort::Flag;
    Comment "comment" Sort::Text;
    Country "country" Sort::Key(Form::Lower);
    Gender "gender" Sort::Key(Form::Lower);
    Id "arid" Sort::Own(Kind::Artist);
    Ipi "ipi" Sort::Key(Form::WithoutZeros);
    Isni "isni" Sort::Key(Form::WithoutZeros);
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(EVENT EventField {
    Name "event" Sort::Name;
    Accent "eventaccent" Sort::Accents;
    Alias "alias" Sort::Text;
    AreaId "aid" Sort::Reference(Kind::Area);
    Area "area" Sort::Text;
    ArtistId "arid" Sort::Reference(Kind::Artist);
    Artist "artist" Sort::Text;
    Begin "begin" Sort::Date;
    End "end" Sort::Date;
    Ended "ended" Sort::Flag;
    Comment "comment" Sort::Text;
    Id "eid" Sort::Own(Kind::Event);
    PlaceId "pid" Sort::Reference(Kind::Place);
    Place "place" Sort::Text;
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(INSTRUMENT InstrumentField {
    Name "instrument" Sort::Name;
    Accent "instrumentaccent" Sort::Accents;
    Alias "alias" Sort::Text;
    Comment "comment" Sort::Text;
    Description "description" Sort::Text;
    Id "iid" Sort::Own(Kind::Instrument);
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(LABEL LabelField {
    Name "label" Sort::Name;
    Accent "labelaccent" Sort::Accents;
    SortName "sortname" Sort::Same(LabelField::Name as u8);
    Alias "alias" Sort::Text;
    Area "area" Sort::Text;
    Begin "begin" Sort::Date;
    End "end" Sort::Date;
    Ended "ended" Sort::Flag;
    Code "code" Sort::Number;
    Comment "comment" Sort::Text;
    Country "country" Sort::Key(Form::Lower);
    Id "laid" Sort::Own(Kind::Label);
    Ipi "ipi" Sort::Key(Form::WithoutZeros);
    Isni "isni" Sort::Key(Form::WithoutZeros);
    ReleaseCount "release_count" Sort::Number;
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(PLACE PlaceField {
    Name "place" Sort::Name;
    Accent "placeaccent" Sort::Accents;
    Address "address" Sort::Text;
    Alias "alias" Sort::Text;
    Area "area" Sort::Text;
    Begin "begin" Sort::Date;
    End "end" Sort::Date;
    Ended "ended" Sort::Flag;
    Comment "comment" Sort::Text;
    Latitude "lat" Sort::Degrees;
    Longitude "long" Sort::Degrees;
    Id "pid" Sort::Own(Kind::Place);
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(RECORDING RecordingField {
    Name "recording" Sort::Name;
    Accent "recordingaccent" Sort::Accents;
    Artist "artist" Sort::Name;
    CreditName "creditname" Sort::Same(RecordingField::Artist as u8);
    ArtistName "artistname" Sort::Text;
    Release "release" Sort::Name;
    Alias "alias" Sort::Text;
    Comment "comment" Sort::Text;
    Tag "tag" Sort::Text;
    Length "dur" Sort::Column;
    Steps "qdur" Sort::Quotient(2000);
    ArtistId "arid" Sort::Listed(Listed::ArtistRecordings, RecordingField::Artist as u8);
    ReleaseId "reid" Sort::Listed(Listed::ReleaseRecordings, RecordingField::Release as u8);
    ReleaseGroupId "rgid" Sort::Listed(Listed::GroupRecordings, RecordingField::Release as u8);
    Id "rid" Sort::Own(Kind::Recording);
    TrackId "tid" Sort::Track;
    Country "country" Sort::Key(Form::Lower);
    Date "date" Sort::Date;
    FirstReleaseDate "firstreleasedate" Sort::Date;
    Format "format" Sort::Key(Form::Lower);
    Isrc "isrc" Sort::Key(Form::Compact);
    Number "number" Sort::Key(Form::Lower);
    Position "position" Sort::Number;
    PrimaryType "primarytype" Sort::Key(Form::Lower);
    SecondaryType "secondarytype" Sort::Key(Form::Lower);
    Type "type" Sort::Either(RecordingField::PrimaryType as u8, RecordingField::SecondaryType as u8);
    Status "status" Sort::Key(Form::Lower);
    TrackNumber "tnum" Sort::Number;
    MediumTracks "tracks" Sort::Number;
    ReleaseTracks "tracksrelease" Sort::Number;
    Video "video" Sort::Flag;
});

fields!(RELEASE ReleaseField {
    Name "release" Sort::Name;
    Accent "releaseaccent" Sort::Accents;
    Artist "artist" Sort::Name;
    CreditName "creditname" Sort::Same(ReleaseField::Artist as u8);
    ArtistName "artistname" Sort::Text;
    Alias "alias" Sort::Text;
    Comment "comment" Sort::Text;
    Label "label" Sort::Text;
    Tag "tag" Sort::Text;
    ArtistId "arid" Sort::Listed(Listed::ArtistReleases, ReleaseField::Artist as u8);
    LabelId "laid" Sort::Listed(Listed::LabelReleases, ReleaseField::Label as u8);
    Id "reid" Sort::Own(Kind::Release);
    ReleaseGroupId "rgid" Sort::Listed(Listed::GroupReleases, ReleaseField::Name as u8);
    Asin "asin" Sort::Key(Form::Lower);
    Barcode "barcode" Sort::Key(Form::WithoutZeros);
    CatalogNumber "catno" Sort::Key(Form::Compact);
    Country "country" Sort::Key(Form::Lower);
    Date "date" Sort::Date;
    DiscIds "discids" Sort::Number;
    MediumDiscIds "discidsmedium" Sort::Number;
    Format "format" Sort::Key(Form::Lower);
    Language "lang" Sort::Key(Form::Lower);
    Media "mediums" Sort::Number;
    Packaging "packaging" Sort::Key(Form::Lower);
    PrimaryType "primarytype" Sort::Key(Form::Lower);
    SecondaryType "secondarytype" Sort::Key(Form::Lower);
    Type "type" Sort::Either(ReleaseField::PrimaryType as u8, ReleaseField::SecondaryType as u8);
    Quality "quality" Sort::Key(Form::Lower);
    Script "script" Sort::Key(Form::Lower);
    Status "status" Sort::Key(Form::Lower);
    Tracks "tracks" Sort::Number;
    MediumTracks "tracksmedium" Sort::Number;
});

fields!(RELEASE_GROUP ReleaseGroupField {
    Name "releasegroup" Sort::Name;
    Accent "releasegroupaccent" Sort::Accents;
    Artist "artist" Sort::Name;
    CreditName "creditname" Sort::Same(ReleaseGroupField::Artist as u8);
    ArtistName "artistname" Sort::Text;
    Release "release" Sort::Text;
    Alias "alias" Sort::Text;
    Comment "comment" Sort::Text;
    Tag "tag" Sort::Text;
    ArtistId "arid" Sort::Listed(Listed::ArtistReleaseGroups, ReleaseGroupField::Artist as u8);
    ReleaseId "reid" Sort::Listed(Listed::ReleaseGroup, ReleaseGroupField::Release as u8);
    Id "rgid" Sort::Own(Kind::ReleaseGroup);
    FirstReleaseDate "firstreleasedate" Sort::Date;
    PrimaryType "primarytype" Sort::Key(Form::Lower);
    SecondaryType "secondarytype" Sort::Key(Form::Lower);
    Type "type" Sort::Either(ReleaseGroupField::PrimaryType as u8, ReleaseGroupField::SecondaryType as u8);
    Releases "releases" Sort::Number;
    Status "status" Sort::Key(Form::Lower);
});

fields!(SERIES SeriesField {
    Name "series" Sort::Name;
    Accent "seriesaccent" Sort::Accents;
    Alias "alias" Sort::Text;
    Comment "comment" Sort::Text;
    Id "sid" Sort::Own(Kind::Series);
    Ordering "orderingattribute" Sort::Key(Form::Lower);
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
});

fields!(TAG TagField {
    Name "tag" Sort::Name;
});

fields!(URL UrlField {
    Address "url" Sort::Key(Form::Exact);
    Below "url_descendent" Sort::Below;
    Above "url_ancestor" Sort::Above;
    RelationType "relationtype" Sort::Key(Form::Lower);
    TargetId "targetid" Sort::Any;
    TargetType "targettype" Sort::Key(Form::Lower);
    Id "uid" Sort::Own(Kind::Url);
});

fields!(WORK WorkField {
    Name "work" Sort::Name;
    Accent "workaccent" Sort::Accents;
    Alias "alias" Sort::Text;
    ArtistId "arid" Sort::Reference(Kind::Artist);
    Artist "artist" Sort::Text;
    Comment "comment" Sort::Text;
    Iswc "iswc" Sort::Key(Form::Compact);
    Language "lang" Sort::Key(Form::Lower);
    Recording "recording" Sort::Text;
    RecordingCount "recording_count" Sort::Number;
    RecordingId "rid" Sort::Reference(Kind::Recording);
    Tag "tag" Sort::Text;
    Type "type" Sort::Key(Form::Lower);
    Id "wid" Sort::Own(Kind::Work);
});
