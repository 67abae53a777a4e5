//! The track list of an album.

use catalog::Result;
use catalog::codec::List;
use catalog::record::{Medium, Recording, Track, Tracklist};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::Cx;
use super::album::{AlbumParts, AlbumSummary};
use super::album_details::AlbumMedium;
use super::credit::Credit;
use super::track::{Place, TrackSummary};

/// An album with all its tracks.
#[derive(Serialize, ToSchema)]
#[schema(as = AlbumTracks)]
pub(crate) struct AlbumTracksShape<'a> {
    /// The album.
    album: AlbumSummary<'a>,
    /// Its discs, sides or files with their tracks.
    #[schema(value_type = Vec<TracksOnMedium<'_>>)]
    media: Media<'a>,
}

impl<'a> AlbumTracksShape<'a> {
    /// The shape of an album's track list.
    pub(crate) fn new(
        cx: Cx<'a>,
        album: &'a AlbumParts<'a>,
        tracklist: &Tracklist<'a>,
    ) -> Result<Self> {
        let media = Media { cx, list: tracklist.media };
        Ok(Self { album: album.summary_alone()?, media })
    }
}

/// A disc, side or file set with its tracks.
#[derive(Serialize, ToSchema)]
pub(crate) struct TracksOnMedium<'a> {
    #[serde(flatten)]
    medium: AlbumMedium<'a>,
    /// Its tracks, in order.
    #[schema(value_type = Vec<AlbumTrack<'_>>)]
    tracks: Tracks<'a>,
}

/// A track in a track list.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumTrack<'a> {
    #[serde(flatten)]
    track: TrackSummary<'a>,
    /// The number as printed.
    #[schema(value_type = String, example = "A1")]
    number: PrintedNumber<'a>,
    /// Whether it is data, not audio.
    data: bool,
}

struct Media<'a> {
    cx: Cx<'a>,
    list: List<'a, Medium<'a>>,
}

impl Serialize for Media<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::write_list(serializer, self.list, |medium| {
            let tracks = Tracks { cx: self.cx, medium: medium.position, list: medium.tracks };
            Ok(Some(TracksOnMedium { medium: AlbumMedium::new(self.cx, &medium), tracks }))
        })
    }
}

struct Tracks<'a> {
    cx: Cx<'a>,
    medium: u32,
    list: List<'a, Track<'a>>,
}

impl Serialize for Tracks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let mut position = 0;
        // Neighbours mostly have the same credit.
        let mut credit = Credit::read(self.cx, 0).map_err(S::Error::custom)?;
        for track in self.list.iter() {
            let track = track.map_err(S::Error::custom)?;
            position = track.position.unwrap_or(position + 1);
            let recording = self.cx.get::<Recording<'_>>(track.recording);
            let Some(recording) = recording.map_err(S::Error::custom)? else { continue };
            let place = Place { medium: self.medium, position, track: Some(track) };
            let row = place.credit_row(&recording);
            if credit.row() != row {
                credit = Credit::read(self.cx, row).map_err(S::Error::custom)?;
            }
            let summary = TrackSummary::new(self.cx, &recording, &credit, Some(place));
            seq.serialize_element(&AlbumTrack {
                track: summary.map_err(S::Error::custom)?,
                number: PrintedNumber { printed: track.number, position },
                data: track.data,
            })?;
        }
        seq.end()
    }
}

struct PrintedNumber<'a> {
    printed: Option<&'a str>,
    position: u32,
}

impl Serialize for PrintedNumber<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.printed {
            Some(printed) => serializer.serialize_str(printed),
            None => serializer.collect_str(&self.position),
        }
    }
}
