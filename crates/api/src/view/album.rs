//! Albums: releases with what their release group says about them.

use catalog::record::{Label, Release, ReleaseGroup, Tracklist};
use catalog::{Result, Words};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::Cx;
use super::album_details::{AlbumEvent, AlbumLabel, AlbumMedium, Events, Labels, Media};
use super::album_tracks::AlbumTracksShape;
use super::artist::ArtistSummary;
use super::credit::{ArtistCreditShape, Credit, CreditedArtists};
use super::genres::Genres;
use super::images::{Cover, Image};
use super::parts::{AliasShape, Aliases, DateAndPrecision, ExternalIdShape, ExternalIds};
use super::release_group::ReleaseGroupSummary;
use super::text::{DateText, Id, known};

/// The type of an album whose release group has a secondary type "Compilation".
const COMPILATION: &str = "compilation";

/// What has to be read before an album can be shown.
pub(crate) struct AlbumParts<'a> {
    cx: Cx<'a>,
    release: Release<'a>,
    group: Option<ReleaseGroup<'a>>,
    label: Option<Label<'a>>,
    /// Unless it is that of the track which the album is shown with.
    credit: Option<Credit<'a>>,
}

impl<'a> AlbumParts<'a> {
    /// Reads what goes with a release; `known` is a credit that was read before.
    pub(crate) fn read(
        cx: Cx<'a>,
        release: Release<'a>,
        known: Option<&Credit<'a>>,
    ) -> Result<Self> {
        let group = cx.get::<ReleaseGroup<'a>>(release.release_group)?;
        let label = match release.labels.first()? {
            Some(first) => cx.get::<Label<'a>>(first.label)?,
            None => None,
        };
        let credit = match known {
            Some(known) if known.row() == release.artist_credit => None,
            _ => Some(Credit::read(cx, release.artist_credit)?),
        };
        Ok(Self { cx, release, group, label, credit })
    }

    /// The public id.
    pub(crate) fn id(&self) -> Id {
        self.cx.id(self.release.gid)
    }

    /// The album as it is told with a track whose credit is at hand.
    pub(crate) fn summary(&'a self, tracks_credit: &'a Credit<'a>) -> Result<AlbumSummary<'a>> {
        self.summary_with(self.credit.as_ref().unwrap_or(tracks_credit))
    }

    /// The album as it is told without a track.
    pub(crate) fn summary_alone(&'a self) -> Result<AlbumSummary<'a>> {
        self.summary_with(self.own_credit())
    }

    fn own_credit(&'a self) -> &'a Credit<'a> {
        self.credit.as_ref().expect("read without a known credit, so it is there")
    }

    fn summary_with(&'a self, credit: &'a Credit<'a>) -> Result<AlbumSummary<'a>> {
        let (cx, release) = (self.cx, &self.release);
        let id = self.id();
        let first = release.events.first()?.unwrap_or_default();
        let date = DateAndPrecision::of(first.date);
        Ok(AlbumSummary {
            id,
            mbid: id.mbid(),
            name: release.name,
            disambiguation: known(release.comment),
            album_type: match &self.group {
                Some(group) => album_type(cx, group)?,
                None => None,
            },
            status: cx.words.word(Words::ReleaseStatus, release.status),
            label: self.label.as_ref().map(|label| label.name),
            release_date: date.date,
            release_date_precision: date.precision,
            external_id_upc: release.barcode.and_then(known),
            total_tracks: release.track_count,
            popularity: release.popularity,
            copyright_c: known(release.copyright),
            copyright_p: known(release.phonographic_copyright),
            images: Cover::find(cx, release, self.group.as_ref())?,
            artists: credit.artists(cx),
            release_group: self.group.as_ref().map(|group| ReleaseGroupSummary::new(cx, group)),
        })
    }

    /// Everything about the album but its tracks.
    fn whole(&'a self, tracklist: &Tracklist<'a>) -> Result<AlbumShape<'a>> {
        let (cx, release) = (self.cx, &self.release);
        let credit = self.own_credit();
        Ok(AlbumShape {
            summary: self.summary_with(credit)?,
            artist_credit: credit.printed(cx),
            genres: Genres::of_tags(release.tags, cx.words),
            external_ids: ExternalIds(release.external_ids),
            asin: known(release.asin),
            labels: Labels { cx, list: release.labels },
            events: Events { cx, list: release.events },
            packaging: cx.words.word(Words::ReleasePackaging, release.packaging),
            language: cx.words.word(Words::Language, release.language),
            script: cx.words.word(Words::Script, release.script),
            media: Media { cx, list: tracklist.media },
            aliases: Aliases { cx, list: release.aliases, types: Words::ReleaseAliasType },
            annotation: known(release.annotation),
        })
    }
}

/// What has to be read before an album can be shown with everything but its tracks.
pub(crate) struct WholeAlbum<'a> {
    parts: AlbumParts<'a>,
    tracklist: Tracklist<'a>,
}

impl<'a> WholeAlbum<'a> {
    /// Reads what goes with a release.
    pub(crate) fn read(cx: Cx<'a>, row: u32, release: Release<'a>) -> Result<Self> {
        let tracklist = cx.view.tracklist(row)?.unwrap_or_default();
        Ok(Self { parts: AlbumParts::read(cx, release, None)?, tracklist })
    }

    /// The public id.
    pub(crate) fn id(&self) -> Id {
        self.parts.id()
    }

    /// The album with its tracks.
    pub(crate) fn with_tracks(&'a self) -> Result<AlbumTracksShape<'a>> {
        AlbumTracksShape::new(self.parts.cx, &self.parts, &self.tracklist)
    }
}

impl Serialize for WholeAlbum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts.whole(&self.tracklist).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for AlbumParts<'_> {
    /// The summary of an album that was read without a known credit.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.summary_alone().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// The primary type in lower case, or `compilation`.
fn album_type<'a>(cx: Cx<'a>, group: &ReleaseGroup<'a>) -> Result<Option<&'a str>> {
    for row in group.secondary_types.iter() {
        if cx.words.is_compilation(row?) {
            return Ok(Some(COMPILATION));
        }
    }
    Ok(cx.words.album_type(group.primary_type))
}

/// An album as far as it is told with each of its tracks.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumSummary<'a> {
    /// The id of the release, which is the album.
    #[schema(value_type = String, example = "76df3287-6cda-33eb-8e9a-044b5e15ffdd")]
    id: Id,
    /// The MusicBrainz id; null in a catalogue of another source.
    #[schema(value_type = Option<String>, example = "76df3287-6cda-33eb-8e9a-044b5e15ffdd")]
    mbid: Option<Id>,
    /// The title.
    #[schema(example = "Abbey Road")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// `album`, `single`, `ep`, `compilation` …
    #[schema(example = "album")]
    album_type: Option<&'a str>,
    /// Official, Promotion, Bootleg, Pseudo-Release …
    #[schema(example = "Official")]
    status: Option<&'a str>,
    /// The first label.
    #[schema(example = "Apple Records")]
    label: Option<&'a str>,
    /// When it first came out, as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    release_date: Option<DateText>,
    /// `year`, `month` or `day`.
    #[schema(example = "day")]
    release_date_precision: Option<&'a str>,
    /// The barcode as printed.
    #[schema(example = "077774644020")]
    external_id_upc: Option<&'a str>,
    /// Tracks on all media.
    #[schema(example = 17)]
    total_tracks: u32,
    /// How well known it is, 0 to 100.
    #[schema(example = 71)]
    popularity: u8,
    /// Copyright notice, from sources that give one.
    copyright_c: Option<&'a str>,
    /// Phonographic copyright notice, from sources that give one.
    copyright_p: Option<&'a str>,
    /// The front cover in several sizes.
    #[schema(value_type = Vec<Image<'_>>)]
    images: Cover<'a>,
    /// Who made it.
    #[schema(value_type = Vec<ArtistSummary<'_>>)]
    artists: CreditedArtists<'a>,
    /// What all editions of it have in common.
    release_group: Option<ReleaseGroupSummary<'a>>,
}

/// An album: one edition, with its own date, label and barcode.
#[derive(Serialize, ToSchema)]
#[schema(as = Album)]
pub(crate) struct AlbumShape<'a> {
    #[serde(flatten)]
    summary: AlbumSummary<'a>,
    /// Its artists as the sleeve names them.
    artist_credit: ArtistCreditShape<'a>,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>, example = json!(["rock"]))]
    genres: Genres<'a>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
    /// Amazon's id.
    #[schema(example = "B000002UB3")]
    asin: Option<&'a str>,
    /// Labels with catalogue numbers.
    #[schema(value_type = Vec<AlbumLabel<'_>>)]
    labels: Labels<'a>,
    /// When and where it came out.
    #[schema(value_type = Vec<AlbumEvent<'_>>)]
    events: Events<'a>,
    /// Jewel Case, Gatefold Cover …
    packaging: Option<&'a str>,
    /// The language of its titles.
    #[schema(example = "English")]
    language: Option<&'a str>,
    /// The script of its titles.
    #[schema(example = "Latin")]
    script: Option<&'a str>,
    /// Its discs, sides or files.
    #[schema(value_type = Vec<AlbumMedium<'_>>)]
    media: Media<'a>,
    /// Other titles.
    #[schema(value_type = Vec<AliasShape<'_>>)]
    aliases: Aliases<'a>,
    /// Free text in MusicBrainz markup.
    annotation: Option<&'a str>,
}
