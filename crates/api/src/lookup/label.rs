//! Labels by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::label::LabelShape;

const LABEL: Resource = Resource { name: "label", path: "/lookup/label/", rest: "" };

/// Look up a label
#[utoipa::path(
    get,
    path = "/lookup/label/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `discogs:`, `wikidata:` …)",
        example = "8c7eac5a-7017-4f9a-8b4f-1f1f4e3f5b5e",
    )),
    responses((status = 200, description = "The label", body = LabelShape<'_>), LookupProblems),
)]
pub(crate) async fn find_label(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    LABEL.answer(&state, (&request, &text), |cx, id| {
        let Some(found) = cx.find_label(id)? else { return Ok(None) };
        let id = cx.id(found.record.gid);
        let shape = LabelShape::read(cx, found.row, &found.record)?;
        LABEL.write(&shape, id, found.renamed)
    })
}
