//! Many look-ups in one request, answered from one transaction.

use std::collections::{BTreeMap, HashSet};

use axum::extract;
use axum::response::Response;
use edge::Call;
use edge::extract::Json;
use model::Isrc;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::codes;
use crate::error::Result;
use crate::kept::Key;
use crate::lookup::album::{self, ALBUM};
use crate::lookup::artist::{self, ARTIST};
use crate::lookup::code;
use crate::lookup::track::{self, TRACK};
use crate::openapi::BatchProblems;
use crate::state::{Served, State};
use crate::view::Cx;
use crate::view::album::AlbumShape;
use crate::view::artist::ArtistShape;
use crate::view::resolve::AnyId;
use crate::view::track::TrackShape;

/// Items of all kinds in one batch.
const MAX_ITEMS: usize = 400;
/// Items for which a batch costs one more token than a single request.
const ITEMS_A_TOKEN: usize = 50;
/// Room for the answer of an item: more is made when needed.
const USUAL_BYTES: usize = 2100;

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
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes from answers that are written already")]
pub(crate) struct BatchResponse {
    /// Tracks by id.
    tracks: BTreeMap<String, TrackShape<'static>>,
    /// Artists by id.
    artists: BTreeMap<String, ArtistShape<'static>>,
    /// Albums by id.
    albums: BTreeMap<String, AlbumShape<'static>>,
    /// Tracks by ISRC, the most popular first.
    isrcs: BTreeMap<String, Vec<TrackShape<'static>>>,
    /// What was not found, or is no id.
    not_found: NotFound<'static>,
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
    responses((status = 200, description = "What was found", body = BatchResponse), BatchProblems),
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
    let cx = Cx { view: &view, words: &served.words };
    Ok(Batch::new(served, items).answer(cx, &request)?.into_response())
}

/// A body that grows item by item.
struct Batch<'s> {
    served: &'s Served,
    body: Vec<u8>,
}

impl<'s> Batch<'s> {
    fn new(served: &'s Served, items: usize) -> Self {
        Self { served, body: Vec::with_capacity((items + 1) * USUAL_BYTES) }
    }

    fn answer(mut self, cx: Cx<'_>, request: &BatchRequest) -> Result<Answer> {
        let any = |text: &str, make: fn(Cx<'_>, &AnyId<'_>) -> Result<Option<Answer>>| {
            let id = AnyId::parse(text, cx.words.scheme());
            id.map_or(Ok(None), |id| make(cx, &id))
        };
        let not_found = NotFound {
            tracks: self.section(b"{\"tracks\":{", (TRACK.path, &request.tracks), |text| {
                any(text, track::write)
            })?,
            artists: self.section(b"},\"artists\":{", (ARTIST.path, &request.artists), |text| {
                any(text, artist::write)
            })?,
            albums: self.section(b"},\"albums\":{", (ALBUM.path, &request.albums), |text| {
                any(text, album::write)
            })?,
            isrcs: self.section(b"},\"isrcs\":{", (code::ISRC_PATH, &request.isrcs), |text| {
                Isrc::parse(text).map_or(Ok(None), |isrc| code::write_tracks(cx, &isrc))
            })?,
        };
        self.body.extend_from_slice(b"},\"not_found\":");
        sonic_rs::to_writer(&mut self.body, &not_found)?;
        self.body.push(b'}');
        Ok(Answer::written(self.body.into(), None))
    }

    /// Adds the answers for some ids, each once; those that lead to nothing are returned.
    fn section<'r>(
        &mut self,
        opening: &[u8],
        (path, texts): (&'static str, &'r [String]),
        make: impl Fn(&str) -> Result<Option<Answer>>,
    ) -> Result<Vec<&'r str>> {
        self.body.extend_from_slice(opening);
        let mut seen = HashSet::with_capacity(texts.len());
        let mut missing = Vec::new();
        let mut is_first = true;
        for text in texts.iter().map(String::as_str).filter(|text| seen.insert(*text)) {
            let key = Key { path, tag: "", text };
            let answer = match self.served.kept.get(&key) {
                Some(answer) => answer,
                None => match make(text)? {
                    Some(answer) => {
                        self.served.kept.put(&key, &answer);
                        answer
                    }
                    None => {
                        missing.push(text);
                        continue;
                    }
                },
            };
            if !std::mem::take(&mut is_first) {
                self.body.push(b',');
            }
            sonic_rs::to_writer(&mut self.body, text)?;
            self.body.push(b':');
            self.body.extend_from_slice(answer.body());
        }
        Ok(missing)
    }
}
