//! Searches for artists.

use axum::extract::{self, Request};
use axum::response::Response;
use catalog::SearchKind;
use catalog::record::Artist;
use edge::extract::Query;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SearchQuery, paged};
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::SearchProblems;
use crate::state::State;
use crate::view::artist::ArtistSummary;

/// A page of artists.
#[derive(Serialize, ToSchema)]
#[schema(as = ArtistResults)]
pub(crate) struct ArtistResults<'a> {
    /// The artists, the best first.
    artists: Vec<ArtistSummary<'a>>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Search for artists
#[utoipa::path(
    get,
    path = "/search/artist",
    tag = "search",
    params(SearchQuery),
    responses((status = 200, description = "A page of artists", body = ArtistResults<'_>), SearchProblems),
)]
pub(crate) async fn search_artists(
    extract::State(state): extract::State<State>,
    Query(query): Query<SearchQuery>,
    request: Request,
) -> Result<Response> {
    paged(&state, request, (SearchKind::Artist, query), |cx, results| {
        let mut artists = Vec::with_capacity(results.hits.len());
        for hit in results.hits {
            if let Some(artist) = cx.get::<Artist<'_>>(hit.id)? {
                artists.push(ArtistSummary::new(cx, &artist));
            }
        }
        Answer::of(&ArtistResults { artists, next_cursor: results.next_cursor })
    })
    .await
}
