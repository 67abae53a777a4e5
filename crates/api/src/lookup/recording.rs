//! Recordings by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::recording::{RecordingParts, RecordingShape};

const RECORDING: Resource = Resource { name: "recording", path: "/lookup/recording/", rest: "" };

/// Look up a recording
///
/// A track with everything around it: all albums that it is on, and how it is connected with works,
/// performers and others.
#[utoipa::path(
    get,
    path = "/lookup/recording/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `isrc:`, `spotify:` …)",
        example = "485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf",
    )),
    responses((status = 200, description = "The recording", body = RecordingShape<'_>), LookupProblems),
)]
pub(crate) async fn find_recording(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    RECORDING.answer(&state, (&request, &text), |cx, id| {
        let Some(found) = cx.find_recording(id)? else { return Ok(None) };
        let id = cx.id(found.record.gid);
        let shape = RecordingParts::read(cx, found.row, found.record)?;
        RECORDING.write(&shape, id, found.renamed)
    })
}
