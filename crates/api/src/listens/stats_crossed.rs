//! Statistics of two things at once, as they are written: artists by album and over time, genres by
//! hour; and where a history begins and ends.

use listens::Listen;
use listens::stats::{ArtistAlbums, Evolution, GenreHours};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::ListenShape;
use super::stats_shapes::{BucketShape, EntryShape, SpanShape, SubjectShape, entries};

/// The first and the last listen.
#[derive(Serialize, ToSchema)]
pub(crate) struct EndsShape {
    /// The days.
    pub(super) span: SpanShape,
    /// The first one; null without any.
    pub(super) first: Option<ListenShape>,
    /// The last one.
    pub(super) last: Option<ListenShape>,
}

impl EndsShape {
    pub(super) fn new(span: SpanShape, (first, last): (Option<Listen>, Option<Listen>)) -> Self {
        Self { span, first: first.map(ListenShape::from), last: last.map(ListenShape::from) }
    }
}

/// An artist with albums.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArtistAlbumsShape {
    /// MBID; null for what the catalogue does not know.
    artist_mbid: Option<String>,
    /// Name.
    pub(super) artist_name: String,
    /// Plays of these albums.
    pub(super) listens: u64,
    /// Most plays first.
    albums: Vec<EntryShape>,
}

impl From<ArtistAlbums> for ArtistAlbumsShape {
    fn from(it: ArtistAlbums) -> Self {
        Self {
            artist_mbid: it.artist_mbid.map(|mbid| mbid.to_string()),
            artist_name: it.artist_name,
            listens: it.listens,
            albums: entries(it.albums, 0),
        }
    }
}

/// Artists with the albums that they made.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlbumsShape {
    /// The days.
    pub(super) span: SpanShape,
    /// Most plays first, at most 50.
    pub(super) artists: Vec<ArtistAlbumsShape>,
}

/// Plays of the artists in a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvolutionPeriodShape {
    /// The period with its plays of everybody.
    pub(super) period: BucketShape,
    /// Plays of each artist, in their order.
    pub(super) listens: Vec<u64>,
}

/// Artists over time.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvolutionShape {
    /// The days.
    span: SpanShape,
    /// Those with most plays in all these days, at most 10.
    pub(super) artists: Vec<SubjectShape>,
    /// The oldest first.
    pub(super) periods: Vec<EvolutionPeriodShape>,
}

impl EvolutionShape {
    pub(super) fn new(span: SpanShape, it: Evolution) -> Self {
        let periods = it.periods.into_iter().map(|(bucket, listens)| {
            let period = BucketShape::from(bucket);
            EvolutionPeriodShape { period, listens }
        });
        let artists = it.artists.into_iter().map(SubjectShape::from).collect();
        Self { span, artists, periods: periods.collect() }
    }
}

/// A genre by hour of the day.
#[derive(Serialize, ToSchema)]
pub(crate) struct GenreHoursShape {
    /// Its name.
    pub(super) genre: String,
    /// 24 numbers, from midnight on.
    #[schema(value_type = Vec<u64>)]
    pub(super) hours: [u64; 24],
}

impl From<GenreHours> for GenreHoursShape {
    fn from(it: GenreHours) -> Self {
        Self { genre: it.genre, hours: it.hours }
    }
}

/// Genres by hour of the day.
#[derive(Serialize, ToSchema)]
pub(crate) struct GenresByHourShape {
    /// The days.
    pub(super) span: SpanShape,
    /// Most plays first, at most 40.
    pub(super) genres: Vec<GenreHoursShape>,
}
