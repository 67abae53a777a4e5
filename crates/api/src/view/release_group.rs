//! Release groups: what all editions of an album have in common.

use catalog::codec::List;
use catalog::record::{Release, ReleaseGroup};
use catalog::{Result, Words};
use model::Kind;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::album::{AlbumParts, AlbumSummary};
use super::artist::ArtistSummary;
use super::credit::{ArtistCreditShape, Credit, CreditedArtists};
use super::genres::Genres;
use super::parts::{
    AliasShape, Aliases, DateAndPrecision, ExternalIdShape, ExternalIds, RatingShape,
};
use super::relations::{Relation, Relations};
use super::text::{DateText, Id, known};
use super::{Cx, write_list};

/// A release group as far as it is told with its releases.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReleaseGroupSummary<'a> {
    /// Its id.
    #[schema(value_type = String, example = "9162580e-5df4-32de-80cc-f45a8d8a9b1d")]
    id: Id,
    /// The title.
    #[schema(example = "Abbey Road")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// Album, Single, EP, Broadcast or Other.
    #[schema(example = "Album")]
    primary_type: Option<&'a str>,
    /// Compilation, Live, Soundtrack …
    #[schema(value_type = Vec<String>)]
    secondary_types: SecondaryTypes<'a>,
    /// Its earliest release, as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    first_release_date: Option<DateText>,
    /// How well known it is, 0 to 100.
    #[schema(example = 88)]
    popularity: u8,
}

impl<'a> ReleaseGroupSummary<'a> {
    /// The shape of a record.
    pub(crate) fn new(cx: Cx<'a>, group: &ReleaseGroup<'a>) -> Self {
        Self {
            id: cx.id(group.gid),
            name: group.name,
            disambiguation: known(group.comment),
            primary_type: cx.words.word(Words::ReleaseGroupPrimaryType, group.primary_type),
            secondary_types: SecondaryTypes { cx, list: group.secondary_types },
            first_release_date: DateText::new(group.first_release),
            popularity: group.popularity,
        }
    }
}

struct SecondaryTypes<'a> {
    cx: Cx<'a>,
    list: List<'a, u32>,
}

impl Serialize for SecondaryTypes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.cx.words;
        write_list(serializer, self.list, |row| {
            Ok(words.word(Words::ReleaseGroupSecondaryType, row))
        })
    }
}

/// What has to be read before a release group can be shown.
pub(crate) struct ReleaseGroupParts<'a> {
    cx: Cx<'a>,
    row: u32,
    group: ReleaseGroup<'a>,
    credit: Credit<'a>,
    main: Option<AlbumParts<'a>>,
}

impl<'a> ReleaseGroupParts<'a> {
    /// Reads what goes with a release group.
    pub(crate) fn read(cx: Cx<'a>, row: u32, group: ReleaseGroup<'a>) -> Result<Self> {
        let credit = Credit::read(cx, group.artist_credit)?;
        let main = match cx.get::<Release<'a>>(group.main_release)? {
            Some(release) => Some(AlbumParts::read(cx, release, Some(&credit))?),
            None => None,
        };
        Ok(Self { cx, row, group, credit, main })
    }

    /// Everything about the release group.
    fn whole(&'a self) -> Result<ReleaseGroupShape<'a>> {
        let (cx, group) = (self.cx, &self.group);
        let id = cx.id(group.gid);
        let main = self.main.as_ref().map(|main| main.summary(&self.credit)).transpose()?;
        Ok(ReleaseGroupShape {
            summary: ReleaseGroupSummary::new(cx, group),
            mbid: id.mbid(),
            artists: self.credit.artists(cx),
            artist_credit: self.credit.printed(cx),
            main_album: main,
            albums: Editions { cx, list: group.releases },
            genres: Genres::of_tags(group.tags, cx.words),
            external_ids: ExternalIds(group.external_ids),
            rating: RatingShape::of(group.rating),
            aliases: Aliases { cx, list: group.aliases, types: Words::ReleaseGroupAliasType },
            relations: Relations::of(cx, Kind::ReleaseGroup, self.row)?,
            annotation: known(group.annotation),
        })
    }
}

impl Serialize for ReleaseGroupParts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.whole().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// All editions of one album, single or compilation.
#[derive(Serialize, ToSchema)]
#[schema(as = ReleaseGroup)]
pub(crate) struct ReleaseGroupShape<'a> {
    #[serde(flatten)]
    summary: ReleaseGroupSummary<'a>,
    /// The MusicBrainz id; null in a catalogue of another source.
    #[schema(value_type = Option<String>, example = "9162580e-5df4-32de-80cc-f45a8d8a9b1d")]
    mbid: Option<Id>,
    /// Who made it.
    #[schema(value_type = Vec<ArtistSummary<'_>>)]
    artists: CreditedArtists<'a>,
    /// Its artists as the sleeve names them.
    artist_credit: ArtistCreditShape<'a>,
    /// The edition that stands for all.
    main_album: Option<AlbumSummary<'a>>,
    /// Its editions, by date.
    #[schema(value_type = Vec<Edition<'_>>)]
    albums: Editions<'a>,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>, example = json!(["rock"]))]
    genres: Genres<'a>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
    /// The average rating; null when nobody rated.
    rating: Option<RatingShape>,
    /// Other titles.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// How it is connected with other entities, at most 200.
    #[schema(value_type = Vec<Relation<'_>>)]
    relations: Relations<'a>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}

/// One edition in a list of editions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Edition<'a> {
    /// The album's id.
    #[schema(value_type = String, example = "76df3287-6cda-33eb-8e9a-044b5e15ffdd")]
    id: Id,
    /// The title.
    #[schema(example = "Abbey Road")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// Official, Promotion, Bootleg, Pseudo-Release …
    #[schema(example = "Official")]
    status: Option<&'a str>,
    /// When it came out, as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    release_date: Option<DateText>,
    /// `year`, `month` or `day`.
    release_date_precision: Option<&'a str>,
    /// The barcode as printed.
    external_id_upc: Option<&'a str>,
    /// Tracks on all media.
    total_tracks: u32,
}

impl<'a> Edition<'a> {
    /// The shape of a record.
    pub(crate) fn of(cx: Cx<'a>, release: &Release<'a>) -> Result<Self> {
        let date = DateAndPrecision::of(release.events.first()?.unwrap_or_default().date);
        Ok(Self {
            id: cx.id(release.gid),
            name: release.name,
            disambiguation: known(release.comment),
            status: cx.words.word(Words::ReleaseStatus, release.status),
            release_date: date.date,
            release_date_precision: date.precision,
            external_id_upc: release.barcode.and_then(known),
            total_tracks: release.track_count,
        })
    }
}

/// Releases by dense id, read while they are written.
#[derive(Clone, Copy)]
pub(crate) struct Editions<'a> {
    /// The context.
    pub(crate) cx: Cx<'a>,
    /// Their dense ids.
    pub(crate) list: List<'a, u32>,
}

impl Serialize for Editions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_list(serializer, self.list, |row| {
            let release = self.cx.get::<Release<'_>>(row)?;
            release.map(|release| Edition::of(self.cx, &release)).transpose()
        })
    }
}
