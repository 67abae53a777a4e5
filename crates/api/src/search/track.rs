//! Searches for tracks.

use axum::extract::{self, Request};
use axum::response::Response;
use catalog::SearchKind;
use catalog::record::Recording;
use edge::extract::Query;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SearchQuery, paged};
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::SearchProblems;
use crate::state::State;
use crate::view::track::{TrackParts, TrackShape};

/// A page of tracks.
#[derive(Serialize, ToSchema)]
#[schema(as = TrackResults)]
pub(crate) struct TrackResults<'a> {
    /// The tracks, the best first.
    #[schema(value_type = Vec<TrackShape<'_>>)]
    tracks: Vec<TrackParts<'a>>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Search for tracks
#[utoipa::path(
    get,
    path = "/search/track",
    tag = "search",
    params(SearchQuery),
    responses((status = 200, description = "A page of tracks", body = TrackResults<'_>), SearchProblems),
)]
pub(crate) async fn search_tracks(
    extract::State(state): extract::State<State>,
    Query(query): Query<SearchQuery>,
    request: Request,
) -> Result<Response> {
    paged(&state, request, (SearchKind::Track, query), |cx, results| {
        let mut tracks = Vec::with_capacity(results.hits.len());
        for hit in results.hits {
            if let Some(recording) = cx.get::<Recording<'_>>(hit.id)? {
                tracks.push(TrackParts::read(cx, recording)?);
            }
        }
        Answer::of(&TrackResults { tracks, next_cursor: results.next_cursor })
    })
    .await
}
