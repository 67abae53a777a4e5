//! Searches for albums.

use axum::extract::{self, Request};
use axum::response::Response;
use catalog::SearchKind;
use catalog::record::{Release, ReleaseGroup};
use edge::extract::Query;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SearchQuery, paged};
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::SearchProblems;
use crate::state::State;
use crate::view::album::{AlbumParts, AlbumSummary};

/// A page of albums.
#[derive(Serialize, ToSchema)]
#[schema(as = AlbumResults)]
pub(crate) struct AlbumResults<'a> {
    /// The edition that stands for each album, the best first.
    #[schema(value_type = Vec<AlbumSummary<'_>>)]
    albums: Vec<AlbumParts<'a>>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// Search for albums
///
/// Every album, single or compilation is found once and answered as the edition that stands for it.
#[utoipa::path(
    get,
    path = "/search/album",
    tag = "search",
    params(SearchQuery),
    responses((status = 200, description = "A page of albums", body = AlbumResults<'_>), SearchProblems),
)]
pub(crate) async fn search_albums(
    extract::State(state): extract::State<State>,
    Query(query): Query<SearchQuery>,
    request: Request,
) -> Result<Response> {
    paged(&state, request, (SearchKind::Album, query), |cx, results| {
        let mut albums = Vec::with_capacity(results.hits.len());
        for hit in results.hits {
            let Some(group) = cx.get::<ReleaseGroup<'_>>(hit.id)? else { continue };
            if let Some(release) = cx.get::<Release<'_>>(group.main_release)? {
                albums.push(AlbumParts::read(cx, release, None)?);
            }
        }
        Answer::of(&AlbumResults { albums, next_cursor: results.next_cursor })
    })
    .await
}
