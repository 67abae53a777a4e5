//! Works: compositions.

use catalog::codec::List;
use catalog::record::{Work, WorkAttribute};
use catalog::{Result, Words};
use model::Kind;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::genres::Genres;
use super::parts::{AliasShape, Aliases, ExternalIdShape, ExternalIds, RatingShape};
use super::relations::{Relation, Relations};
use super::text::{Id, known};
use super::{Cx, Texts, write_list};

/// A composition.
#[derive(Serialize, ToSchema)]
#[schema(as = Work)]
pub(crate) struct WorkShape<'a> {
    /// The work's id.
    #[schema(value_type = String, example = "6f3c8a4c-3b6c-3d5c-8b0a-5b5d3b1e3f9e")]
    id: Id,
    /// The MusicBrainz id; null in a catalogue of another source.
    #[schema(value_type = Option<String>)]
    mbid: Option<Id>,
    /// The title.
    #[schema(example = "Yesterday")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// Song, Symphony, Opera …
    #[serde(rename = "type")]
    #[schema(example = "Song")]
    kind: Option<&'a str>,
    /// International standard musical work codes as printed.
    #[schema(value_type = Vec<String>, example = json!(["T-010.475.727-8"]))]
    iswcs: Texts<'a>,
    /// Languages of its lyrics.
    #[schema(value_type = Vec<String>, example = json!(["English"]))]
    languages: Languages<'a>,
    /// Keys, numbers at rights societies and the like.
    #[schema(value_type = Vec<WorkAttributeShape<'_>>)]
    attributes: Attributes<'a>,
    /// How well known it is, 0 to 100.
    popularity: u8,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>)]
    genres: Genres<'a>,
    /// The average rating; null when nobody rated.
    rating: Option<RatingShape>,
    /// Other titles.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
    /// How it is connected with other entities (composers, lyricists, recordings), at most 200.
    #[schema(value_type = Vec<Relation<'_>>)]
    relations: Relations<'a>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}

impl<'a> WorkShape<'a> {
    /// The shape of a record.
    pub(crate) fn read(cx: Cx<'a>, row: u32, work: &Work<'a>) -> Result<Self> {
        let id = cx.id(work.gid);
        Ok(Self {
            id,
            mbid: id.mbid(),
            name: work.name,
            disambiguation: known(work.comment),
            kind: cx.words.word(Words::WorkType, work.work_type),
            iswcs: Texts(work.iswcs),
            languages: Languages { cx, list: work.languages },
            attributes: Attributes { cx, list: work.attributes },
            popularity: work.popularity,
            genres: Genres::of_tags(work.tags, cx.words),
            rating: RatingShape::of(work.rating),
            aliases: Aliases { cx, list: work.aliases, types: Words::WorkAliasType },
            external_ids: ExternalIds(work.external_ids),
            relations: Relations::of(cx, Kind::Work, row)?,
            annotation: known(work.annotation),
        })
    }
}

struct Languages<'a> {
    cx: Cx<'a>,
    list: List<'a, u32>,
}

impl Serialize for Languages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.cx.words;
        write_list(serializer, self.list, |row| Ok(words.word(Words::Language, row)))
    }
}

/// An attribute of a work.
#[derive(Serialize, ToSchema)]
#[schema(as = WorkAttribute)]
pub(crate) struct WorkAttributeShape<'a> {
    /// What it tells.
    #[serde(rename = "type")]
    #[schema(example = "Key")]
    kind: Option<&'a str>,
    /// What it says.
    #[schema(example = "F major")]
    value: &'a str,
}

struct Attributes<'a> {
    cx: Cx<'a>,
    list: List<'a, WorkAttribute<'a>>,
}

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.cx.words;
        write_list(serializer, self.list, |attribute| {
            let value = words.word(Words::WorkAttributeTypeAllowedValue, attribute.value);
            Ok(Some(WorkAttributeShape {
                kind: words.word(Words::WorkAttributeType, attribute.attribute_type),
                value: value.unwrap_or(attribute.text),
            }))
        })
    }
}
