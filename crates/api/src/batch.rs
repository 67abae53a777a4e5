//! Many look-ups in one request, answered from one transaction.

use axum::extract;
use axum::response::Response;
use catalog::PlacedTrack;
use catalog::record::{Artist, Recording, Release};
use edge::Call;
use edge::extract::Json;
use model::Isrc;
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::codes;
use crate::error::Result;
use crate::openapi::BatchProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::album::{AlbumShape, WholeAlbum};
use crate::view::artist::ArtistShape;
use crate::view::resolve::{AnyId, ResolvedTrack};
use crate::view::track::{TrackParts, TrackShape};

/// Items of all kinds in one batch.
const MAX_ITEMS: usize = 400;
/// Items for which a batch costs one more token than a single request.
const ITEMS_A_TOKEN: usize = 50;

/// What to look up. Ids have the forms of the single look-ups; at most 400 items in all.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BatchRequest {
    /// Ids of tracks.
    #[schema(example = json!(["485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf"]))]
    tracks: Vec<String>,
    /// Ids of artists.
    #[schema(example = json!(["b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"]))]
    artists: Vec<String>,
    /// Ids of albums.
    #[schema(example = json!(["upc:077774644020"]))]
    albums: Vec<String>,
    /// ISRCs of tracks.
    #[schema(example = json!(["GBAYE0601690"]))]
    isrcs: Vec<String>,
}

impl BatchRequest {
    fn len(&self) -> usize {
        self.tracks.len() + self.artists.len() + self.albums.len() + self.isrcs.len()
    }
}

/// What was found, under the ids as they were sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct BatchResponse<'a> {
    /// Tracks by id.
    #[schema(value_type = std::collections::BTreeMap<String, TrackShape<'_>>)]
    tracks: Tracks<'a>,
    /// Artists by id.
    #[schema(value_type = std::collections::BTreeMap<String, ArtistShape<'_>>)]
    artists: Artists<'a>,
    /// Albums by id.
    #[schema(value_type = std::collections::BTreeMap<String, AlbumShape<'_>>)]
    albums: Albums<'a>,
    /// Tracks by ISRC, the most popular first.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<TrackShape<'_>>>)]
    isrcs: Isrcs<'a>,
    /// What was not found, or is no id.
    not_found: NotFound<'a>,
}

/// Ids that led to nothing, as they were sent.
#[derive(Serialize, ToSchema, Default)]
pub(crate) struct NotFound<'a> {
    /// Ids of tracks.
    #[schema(value_type = Vec<String>)]
    tracks: Vec<&'a str>,
    /// Ids of artists.
    #[schema(value_type = Vec<String>)]
    artists: Vec<&'a str>,
    /// Ids of albums.
    #[schema(value_type = Vec<String>)]
    albums: Vec<&'a str>,
    /// ISRCs.
    #[schema(value_type = Vec<String>)]
    isrcs: Vec<&'a str>,
}

/// Look up many things at once
///
/// At most 400 items in all. The request costs one token of the rate limit, and one more for every
/// 50 items. What is not found is listed; the rest is answered.
#[utoipa::path(
    post,
    path = "/batch/lookup",
    tag = "look-up",
    request_body = BatchRequest,
    responses((status = 200, description = "What was found", body = BatchResponse<'_>), BatchProblems),
)]
pub(crate) async fn look_up_batch(
    extract::State(state): extract::State<State>,
    call: Call,
    Json(request): Json<BatchRequest>,
) -> Result<Response> {
    let items = request.len();
    if items > MAX_ITEMS {
        return Err(codes::batch_too_large(items, MAX_ITEMS).into());
    }
    call.charge((items / ITEMS_A_TOKEN) as u32)?;
    let served = state.served()?;
    let served = served.as_deref().ok_or_else(codes::no_catalogue)?;
    let view = served.catalog.view()?;
    let answer = answer(Cx { view: &view, words: &served.words }, &request)?;
    Ok(answer.into_response())
}

fn answer(cx: Cx<'_>, request: &BatchRequest) -> Result<Answer> {
    let (tracks, no_tracks) = resolve(&request.tracks, |text| find_track(cx, text))?;
    let (artists, no_artists) = resolve(&request.artists, |text| {
        let Some(id) = AnyId::parse(text, cx.words.scheme()) else { return Ok(None) };
        Ok(cx.find_artist(&id)?.map(|found| (found.row, found.record)))
    })?;
    let (albums, no_albums) = resolve(&request.albums, |text| {
        let Some(id) = AnyId::parse(text, cx.words.scheme()) else { return Ok(None) };
        Ok(cx.find_album(&id)?.map(|found| (found.row, (found.row, found.record))))
    })?;
    let (isrcs, no_isrcs) = resolve(&request.isrcs, |text| {
        let Ok(isrc) = Isrc::parse(text) else { return Ok(None) };
        let found = cx.view.by_isrc(&isrc)?;
        Ok(found.first().map(|(row, _)| *row).map(|row| (row, found)))
    })?;
    Answer::of(&BatchResponse {
        tracks: Tracks { cx, found: tracks },
        artists: Artists { cx, found: artists },
        albums: Albums { cx, found: albums },
        isrcs: Isrcs { cx, found: isrcs },
        not_found: NotFound {
            tracks: no_tracks,
            artists: no_artists,
            albums: no_albums,
            isrcs: no_isrcs,
        },
    })
}

/// A track that was found: to be shown where it mainly stands, or where it was asked for.
enum Track<'v> {
    Main(Recording<'v>),
    Placed(PlacedTrack<'v>),
}

fn find_track<'v>(cx: Cx<'v>, text: &str) -> catalog::Result<Option<(u32, Track<'v>)>> {
    let Some(id) = AnyId::parse(text, cx.words.scheme()) else { return Ok(None) };
    Ok(cx.find_track(&id)?.map(|found| match found {
        ResolvedTrack::Recording(found) => (found.row, Track::Main(found.record)),
        ResolvedTrack::Placed(placed) => (placed.track.recording, Track::Placed(placed)),
    }))
}

/// Records under the ids as they were sent, in the order of their dense ids: what is read next
/// for neighbours lies close together on disk.
struct Found<'r, R> {
    records: Vec<(&'r str, R)>,
    /// Dense id and place in `records`.
    order: Vec<(u32, usize)>,
}

impl<R> Found<'_, R> {
    /// Each record once with its id.
    fn iter(&self) -> impl Iterator<Item = (&str, &R)> {
        let record = |&(_, at): &(u32, usize)| (self.records[at].0, &self.records[at].1);
        let is_new = move |(place, entry): &(usize, &(u32, usize))| {
            let earlier = self.order[..*place].iter().rev().take_while(|e| e.0 == entry.0);
            let key = self.records[entry.1].0;
            !earlier.into_iter().any(|e| self.records[e.1].0 == key)
        };
        self.order.iter().enumerate().filter(is_new).map(move |(_, entry)| record(entry))
    }

    /// Writes a map from the ids to shapes.
    fn write<S: Serializer, T: Serialize>(
        &self,
        serializer: S,
        mut shape: impl FnMut(&R) -> catalog::Result<Option<T>>,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, record) in self.iter() {
            if let Some(shape) = shape(record).map_err(S::Error::custom)? {
                map.serialize_entry(key, &shape)?;
            }
        }
        map.end()
    }
}

/// Looks up every id; those that lead to nothing come second.
fn resolve<'r, R>(
    texts: &'r [String],
    mut find: impl FnMut(&str) -> catalog::Result<Option<(u32, R)>>,
) -> Result<(Found<'r, R>, Vec<&'r str>)> {
    let mut records = Vec::with_capacity(texts.len());
    let mut order = Vec::with_capacity(texts.len());
    let mut missing = Vec::new();
    for text in texts {
        match find(text)? {
            Some((row, record)) => {
                order.push((row, records.len()));
                records.push((text.as_str(), record));
            }
            None if missing.contains(&text.as_str()) => {}
            None => missing.push(text.as_str()),
        }
    }
    order.sort_unstable();
    Ok((Found { records, order }, missing))
}

struct Tracks<'a> {
    cx: Cx<'a>,
    found: Found<'a, Track<'a>>,
}

impl Serialize for Tracks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.found.write(serializer, |track| match *track {
            Track::Main(recording) => TrackParts::read(self.cx, recording).map(Some),
            Track::Placed(placed) => TrackParts::read_placed(self.cx, placed),
        })
    }
}

struct Artists<'a> {
    cx: Cx<'a>,
    found: Found<'a, Artist<'a>>,
}

impl Serialize for Artists<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, artist) in self.found.iter() {
            map.serialize_entry(
                key,
                &ArtistShape::read(self.cx, artist).map_err(S::Error::custom)?,
            )?;
        }
        map.end()
    }
}

struct Albums<'a> {
    cx: Cx<'a>,
    found: Found<'a, (u32, Release<'a>)>,
}

impl Serialize for Albums<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.found
            .write(serializer, |(row, release)| WholeAlbum::read(self.cx, *row, *release).map(Some))
    }
}

struct Isrcs<'a> {
    cx: Cx<'a>,
    found: Found<'a, Vec<(u32, Recording<'a>)>>,
}

impl Serialize for Isrcs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.found.write(serializer, |recordings| {
            let tracks = recordings.iter().map(|(_, record)| TrackParts::read(self.cx, *record));
            tracks.collect::<catalog::Result<Vec<_>>>().map(Some)
        })
    }
}
