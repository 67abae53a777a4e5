//! Artists.

use catalog::record::Artist;
use catalog::{Result, Words};
use serde::Serialize;
use utoipa::ToSchema;

use super::genres::Genres;
use super::images::{Image, Pictures};
use super::parts::{
    AliasShape, Aliases, DateAndPrecision, ExternalIdShape, ExternalIds, Named, RatingShape,
    country,
};
use super::text::{DateText, Id, known};
use super::{Cx, Texts};

/// An artist as far as it is told wherever it is credited.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArtistSummary<'a> {
    /// The artist's id.
    #[schema(value_type = String, example = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d")]
    id: Id,
    /// The MusicBrainz id; null in a catalogue of another source.
    #[schema(value_type = Option<String>, example = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d")]
    mbid: Option<Id>,
    /// The name.
    #[schema(example = "The Beatles")]
    name: &'a str,
    /// The name to sort by.
    #[schema(example = "Beatles, The")]
    sort_name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// People who follow it at the source; null when the source does not say.
    followers_total: Option<u64>,
    /// How well known it is, 0 to 100.
    #[schema(example = 98)]
    popularity: u8,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>, example = json!(["rock", "pop rock"]))]
    genres: Genres<'a>,
    /// Pictures.
    #[schema(value_type = Vec<Image<'_>>)]
    images: Pictures<'a>,
}

impl<'a> ArtistSummary<'a> {
    /// The shape of a record.
    pub(crate) fn new(cx: Cx<'a>, artist: &Artist<'a>) -> Self {
        let id = cx.id(artist.gid);
        Self {
            id,
            mbid: id.mbid(),
            name: artist.name,
            sort_name: known(artist.sort_name).unwrap_or(artist.name),
            disambiguation: known(artist.comment),
            followers_total: artist.followers,
            popularity: artist.popularity,
            genres: Genres::of_tags(artist.tags, cx.words).with_names(artist.genre_names),
            images: Pictures(artist.pictures),
        }
    }
}

/// A person, group, orchestra, choir or character.
#[derive(Serialize, ToSchema)]
#[schema(as = Artist)]
pub(crate) struct ArtistShape<'a> {
    #[serde(flatten)]
    summary: ArtistSummary<'a>,
    /// Person, Group, Orchestra, Choir, Character or Other.
    #[serde(rename = "type")]
    #[schema(example = "Group")]
    kind: Option<&'a str>,
    /// The gender of a person.
    gender: Option<&'a str>,
    /// ISO 3166-1 code of its country.
    #[schema(example = "GB")]
    country: Option<&'a str>,
    /// Where it belongs.
    area: Option<Named<'a>>,
    /// Where it was born or founded.
    begin_area: Option<Named<'a>>,
    /// Where it died or was dissolved.
    end_area: Option<Named<'a>>,
    /// When it was born or founded, as far as it is known.
    #[schema(value_type = Option<String>, example = "1957-03")]
    begin_date: Option<DateText>,
    /// `year`, `month` or `day`.
    #[schema(example = "month")]
    begin_date_precision: Option<&'a str>,
    /// When it died or was dissolved, as far as it is known.
    #[schema(value_type = Option<String>, example = "1970-04-10")]
    end_date: Option<DateText>,
    /// `year`, `month` or `day`.
    #[schema(example = "day")]
    end_date_precision: Option<&'a str>,
    /// Whether it has ended, even if no date is known.
    ended: bool,
    /// Other names.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
    /// International standard name identifiers.
    #[schema(value_type = Vec<String>, example = json!(["0000000121707484"]))]
    isnis: Texts<'a>,
    /// Interested parties information codes.
    #[schema(value_type = Vec<String>)]
    ipis: Texts<'a>,
    /// The average rating; null when nobody rated.
    rating: Option<RatingShape>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}

impl<'a> ArtistShape<'a> {
    /// The shape of a record.
    pub(crate) fn read(cx: Cx<'a>, artist: &'a Artist<'a>) -> Result<Self> {
        let begin = DateAndPrecision::of(artist.begin);
        let end = DateAndPrecision::of(artist.end);
        Ok(Self {
            summary: ArtistSummary::new(cx, artist),
            kind: cx.words.word(Words::ArtistType, artist.artist_type),
            gender: cx.words.word(Words::Gender, artist.gender),
            country: country(&artist.country),
            area: Named::area(cx, artist.area)?,
            begin_area: Named::area(cx, artist.begin_area)?,
            end_area: Named::area(cx, artist.end_area)?,
            begin_date: begin.date,
            begin_date_precision: begin.precision,
            end_date: end.date,
            end_date_precision: end.precision,
            ended: artist.ended,
            aliases: Aliases { cx, list: artist.aliases, types: Words::ArtistAliasType },
            external_ids: ExternalIds(artist.external_ids),
            isnis: Texts(artist.isnis),
            ipis: Texts(artist.ipis),
            rating: RatingShape::of(artist.rating),
            annotation: known(artist.annotation),
        })
    }
}
