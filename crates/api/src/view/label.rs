//! Labels.

use catalog::record::Label;
use catalog::{Result, Words};
use model::Kind;
use serde::Serialize;
use utoipa::ToSchema;

use super::genres::Genres;
use super::parts::{
    AliasShape, Aliases, DateAndPrecision, ExternalIdShape, ExternalIds, Named, RatingShape,
    country,
};
use super::relations::{Relation, Relations};
use super::text::{DateText, Id, known};
use super::{Cx, Texts};

/// An imprint, company or distributor.
#[derive(Serialize, ToSchema)]
#[schema(as = Label)]
pub(crate) struct LabelShape<'a> {
    /// The label's id.
    #[schema(value_type = String, example = "8c7eac5a-7017-4f9a-8b4f-1f1f4e3f5b5e")]
    id: Id,
    /// The MusicBrainz id; null in a catalogue of another source.
    #[schema(value_type = Option<String>)]
    mbid: Option<Id>,
    /// The name.
    #[schema(example = "Apple Records")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// Original Production, Imprint, Distributor …
    #[serde(rename = "type")]
    #[schema(example = "Imprint")]
    kind: Option<&'a str>,
    /// The number after `LC` on the sleeve.
    #[schema(example = 1_846)]
    label_code: Option<u32>,
    /// ISO 3166-1 code of its country.
    #[schema(example = "GB")]
    country: Option<&'a str>,
    /// Where it is.
    area: Option<Named<'a>>,
    /// When it was founded, as far as it is known.
    #[schema(value_type = Option<String>, example = "1968")]
    begin_date: Option<DateText>,
    /// `year`, `month` or `day`.
    begin_date_precision: Option<&'a str>,
    /// When it ended, as far as it is known.
    #[schema(value_type = Option<String>)]
    end_date: Option<DateText>,
    /// `year`, `month` or `day`.
    end_date_precision: Option<&'a str>,
    /// Whether it has ended, even if no date is known.
    ended: bool,
    /// How well known it is, 0 to 100.
    popularity: u8,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>)]
    genres: Genres<'a>,
    /// The average rating; null when nobody rated.
    rating: Option<RatingShape>,
    /// Other names.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
    /// International standard name identifiers.
    #[schema(value_type = Vec<String>)]
    isnis: Texts<'a>,
    /// Interested parties information codes.
    #[schema(value_type = Vec<String>)]
    ipis: Texts<'a>,
    /// How it is connected with other entities, at most 200.
    #[schema(value_type = Vec<Relation<'_>>)]
    relations: Relations<'a>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}

impl<'a> LabelShape<'a> {
    /// The shape of a record.
    pub(crate) fn read(cx: Cx<'a>, row: u32, label: &'a Label<'a>) -> Result<Self> {
        let id = cx.id(label.gid);
        let begin = DateAndPrecision::of(label.begin);
        let end = DateAndPrecision::of(label.end);
        Ok(Self {
            id,
            mbid: id.mbid(),
            name: label.name,
            disambiguation: known(label.comment),
            kind: cx.words.word(Words::LabelType, label.label_type),
            label_code: (label.label_code > 0).then_some(label.label_code),
            country: country(&label.country),
            area: Named::area(cx, label.area)?,
            begin_date: begin.date,
            begin_date_precision: begin.precision,
            end_date: end.date,
            end_date_precision: end.precision,
            ended: label.ended,
            popularity: label.popularity,
            genres: Genres::of_tags(label.tags, cx.words),
            rating: RatingShape::of(label.rating),
            aliases: Aliases { cx, list: label.aliases, types: Words::LabelAliasType },
            external_ids: ExternalIds(label.external_ids),
            isnis: Texts(label.isnis),
            ipis: Texts(label.ipis),
            relations: Relations::of(cx, Kind::Label, row)?,
            annotation: known(label.annotation),
        })
    }
}
