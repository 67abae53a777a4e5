//! Release groups by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::release_group::{ReleaseGroupParts, ReleaseGroupShape};

const RELEASE_GROUP: Resource =
    Resource { name: "release group", path: "/lookup/release-group/", rest: "" };

/// Look up a release group
///
/// What all editions of an album have in common, with the list of its editions.
#[utoipa::path(
    get,
    path = "/lookup/release-group/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `discogs:`, `wikidata:` …)",
        example = "9162580e-5df4-32de-80cc-f45a8d8a9b1d",
    )),
    responses((status = 200, description = "The release group", body = ReleaseGroupShape<'_>), LookupProblems),
)]
pub(crate) async fn find_release_group(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    RELEASE_GROUP.answer(&state, (&request, &text), |cx, id| {
        let Some(found) = cx.find_release_group(id)? else { return Ok(None) };
        let id = cx.id(found.record.gid);
        let shape = ReleaseGroupParts::read(cx, found.row, found.record)?;
        RELEASE_GROUP.write(&shape, id, found.renamed)
    })
}
