//! Tracks: recordings with the place where they stand.

use catalog::codec::List;
use catalog::record::recording::ArtistRoles;
use catalog::record::{Recording, Release, Track};
use catalog::{PlacedTrack, Result};
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::album::{AlbumParts, AlbumSummary};
use super::artist::ArtistSummary;
use super::credit::{ArtistCreditShape, Credit, CreditedArtists};
use super::genres::Genres;
use super::parts::{ExternalIdShape, ExternalIds, RatingShape};
use super::text::{DateText, Id, known};
use super::{Cx, Texts};

/// `has_lyrics` of a source's track details.
const NO_LYRICS: u8 = 1;
const HAS_LYRICS: u8 = 2;

/// Where a recording stands, and what is printed there.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Position of the medium.
    pub(crate) medium: u32,
    /// Position on the medium.
    pub(crate) position: u32,
    /// What is otherwise than on the recording, when the track was read.
    pub(crate) track: Option<Track<'a>>,
}

impl<'a> Place<'a> {
    /// Where a recording mainly stands.
    fn main(recording: &Recording<'a>) -> Option<Self> {
        let main = recording.main;
        let place = Self { medium: main.medium, position: main.track, track: None };
        (main.release > 0).then_some(place)
    }

    /// The credit of the track, else of the recording.
    pub(crate) fn credit_row(self, recording: &Recording<'a>) -> u32 {
        let own = self.track.map_or(0, |track| track.artist_credit);
        if own > 0 { own } else { recording.artist_credit }
    }

    fn length_ms(self, recording: &Recording<'a>) -> Option<u32> {
        match self.track.and_then(|track| track.length_plus_one) {
            Some(length_plus_one) => length_plus_one.checked_sub(1),
            None => recording.length_ms,
        }
    }
}

/// What has to be read before a track can be shown.
pub(crate) struct TrackParts<'a> {
    cx: Cx<'a>,
    recording: Recording<'a>,
    place: Option<Place<'a>>,
    credit: Credit<'a>,
    album: Option<AlbumParts<'a>>,
}

impl<'a> TrackParts<'a> {
    /// Reads what goes with a recording where it mainly stands.
    pub(crate) fn read(cx: Cx<'a>, recording: Recording<'a>) -> Result<Self> {
        let place = Place::main(&recording);
        Self::read_at(cx, recording, (recording.main.release, place))
    }

    /// Reads what goes with a track; `None` when its recording is missing from the catalogue.
    pub(crate) fn read_placed(cx: Cx<'a>, placed: PlacedTrack<'a>) -> Result<Option<Self>> {
        let Some(recording) = cx.get::<Recording<'a>>(placed.track.recording)? else {
            return Ok(None);
        };
        let (medium, position) = (placed.medium, placed.position);
        let place = Place { medium, position, track: Some(placed.track) };
        Self::read_at(cx, recording, (placed.release, Some(place))).map(Some)
    }

    fn read_at(
        cx: Cx<'a>,
        recording: Recording<'a>,
        (release, place): (u32, Option<Place<'a>>),
    ) -> Result<Self> {
        let credit = place.map_or(recording.artist_credit, |place| place.credit_row(&recording));
        let credit = Credit::read(cx, credit)?;
        let album = match cx.get::<Release<'a>>(release)? {
            Some(release) => Some(AlbumParts::read(cx, release, Some(&credit))?),
            None => None,
        };
        Ok(Self { cx, recording, place, credit, album })
    }

    /// The public id.
    pub(crate) fn id(&self) -> Id {
        self.cx.id(self.recording.gid)
    }

    /// The whole track.
    pub(crate) fn whole(&'a self) -> Result<TrackShape<'a>> {
        let album = self.album.as_ref().map(|album| album.summary(&self.credit)).transpose()?;
        let summary = TrackSummary::new(self.cx, &self.recording, &self.credit, self.place)?;
        Ok(TrackShape { summary, album })
    }
}

impl Serialize for TrackParts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.whole().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A track without its album.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackSummary<'a> {
    /// The id of the recording, which is the track.
    #[schema(value_type = String, example = "485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf")]
    id: Id,
    /// The MusicBrainz id of the recording; null in a catalogue of another source.
    #[schema(value_type = Option<String>, example = "485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf")]
    mbid: Option<Id>,
    /// The MusicBrainz id of the appearance on this album, when that was looked at.
    #[schema(value_type = Option<String>)]
    track_mbid: Option<Id>,
    /// The title.
    #[schema(example = "Come Together")]
    name: &'a str,
    /// What tells it from others of its name.
    disambiguation: Option<&'a str>,
    /// The first ISRC.
    #[schema(example = "GBAYE0601690")]
    isrc: Option<&'a str>,
    /// All ISRCs.
    #[schema(value_type = Vec<String>, example = json!(["GBAYE0601690"]))]
    isrcs: Texts<'a>,
    /// The length in milliseconds.
    #[schema(example = 258_973)]
    duration_ms: Option<u32>,
    /// Whether the source marks its words as explicit.
    explicit: bool,
    /// Whether it is a video.
    video: bool,
    /// The position on its disc, from 1; 0 is hidden before the first.
    #[schema(example = 1)]
    track_number: Option<u32>,
    /// The position of its disc, from 1.
    #[schema(example = 1)]
    disc_number: Option<u32>,
    /// How well known it is, 0 to 100.
    #[schema(example = 83)]
    popularity: u8,
    /// Where to listen to a sample.
    preview_url: Option<&'a str>,
    /// Who performs it.
    #[schema(value_type = Vec<ArtistSummary<'_>>)]
    artists: CreditedArtists<'a>,
    /// Its artists as the sleeve names them.
    artist_credit: ArtistCreditShape<'a>,
    /// The title without version, from sources that tell it.
    original_title: Option<&'a str>,
    /// The version, as in `Live`, from sources that tell it.
    version_title: Option<&'a str>,
    /// Whether lyrics exist; null when unknown.
    has_lyrics: Option<bool>,
    /// Codes of the languages of the performance.
    #[schema(value_type = Vec<String>)]
    languages: Texts<'a>,
    /// The roles of each artist.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    artist_roles: Roles<'a>,
    /// Its earliest release, as far as it is known.
    #[schema(value_type = Option<String>, example = "1969-09-26")]
    first_release_date: Option<DateText>,
    /// Genres, the most voted first, at most 20.
    #[schema(value_type = Vec<String>, example = json!(["rock", "blues rock"]))]
    genres: Genres<'a>,
    /// The average rating; null when nobody rated.
    rating: Option<RatingShape>,
    /// Ids at other services.
    #[schema(value_type = Vec<ExternalIdShape<'_>>)]
    external_ids: ExternalIds<'a>,
}

impl<'a> TrackSummary<'a> {
    /// The shape of a recording at a place, with the credit that counts there.
    pub(crate) fn new(
        cx: Cx<'a>,
        recording: &Recording<'a>,
        credit: &'a Credit<'a>,
        place: Option<Place<'a>>,
    ) -> Result<Self> {
        let id = cx.id(recording.gid);
        let track = place.and_then(|place| place.track);
        let details = recording.details.unwrap_or_default();
        Ok(Self {
            id,
            mbid: id.mbid(),
            track_mbid: track.map(|track| cx.id(track.gid)).and_then(Id::mbid),
            name: track.and_then(|track| track.name).unwrap_or(recording.name),
            disambiguation: known(recording.comment),
            isrc: recording.isrcs.first()?,
            isrcs: Texts(recording.isrcs),
            duration_ms: place.map_or(recording.length_ms, |place| place.length_ms(recording)),
            explicit: recording.explicit,
            video: recording.video,
            track_number: place.map(|place| place.position),
            disc_number: place.map(|place| place.medium),
            popularity: recording.popularity,
            preview_url: known(recording.preview_url),
            artists: credit.artists(cx),
            artist_credit: credit.printed(cx),
            original_title: known(details.original_title),
            version_title: known(details.version_title),
            has_lyrics: match details.has_lyrics {
                NO_LYRICS => Some(false),
                HAS_LYRICS => Some(true),
                _ => None,
            },
            languages: Texts(details.languages),
            artist_roles: Roles(details.roles),
            first_release_date: DateText::new(recording.first_release),
            genres: Genres::of_tags(recording.tags, cx.words),
            rating: RatingShape::of(recording.rating),
            external_ids: ExternalIds(recording.external_ids),
        })
    }
}

/// A recording where it stands on an album.
#[derive(Serialize, ToSchema)]
#[schema(as = Track)]
pub(crate) struct TrackShape<'a> {
    #[serde(flatten)]
    summary: TrackSummary<'a>,
    /// The album that it is on; of several, the one that stands for it.
    album: Option<AlbumSummary<'a>>,
}

struct Roles<'a>(List<'a, ArtistRoles<'a>>);

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for artist in self.0.iter() {
            let artist = artist.map_err(S::Error::custom)?;
            map.serialize_entry(artist.name, &Texts(artist.roles))?;
        }
        map.end()
    }
}
