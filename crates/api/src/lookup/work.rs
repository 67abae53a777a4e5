//! Works by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::work::WorkShape;

const WORK: Resource = Resource { name: "work", path: "/lookup/work/", rest: "" };

/// Look up a work
///
/// A composition with those who made it and the recordings of it.
#[utoipa::path(
    get,
    path = "/lookup/work/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `iswc:`, `wikidata:` …)",
        example = "6f3c8a4c-3b6c-3d5c-8b0a-5b5d3b1e3f9e",
    )),
    responses((status = 200, description = "The work", body = WorkShape<'_>), LookupProblems),
)]
pub(crate) async fn find_work(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    WORK.answer(&state, (&request, &text), |cx, id| {
        let Some(found) = cx.find_work(id)? else { return Ok(None) };
        let id = cx.id(found.record.gid);
        let shape = WorkShape::read(cx, found.row, &found.record)?;
        WORK.write(&shape, id, found.renamed)
    })
}
