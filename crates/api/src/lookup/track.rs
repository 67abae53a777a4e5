//! Tracks by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::resolve::{AnyId, ResolvedTrack};
use crate::view::track::{TrackParts, TrackShape};

pub(crate) const TRACK: Resource = Resource { name: "track", path: "/lookup/track/", rest: "" };

/// Look up a track
///
/// The id of a recording answers it with the album that stands for it; the id of a track, as
/// MusicBrainz gives one to every appearance of a recording, answers it with that album.
/// Of several recordings with one ISRC or foreign id the most popular answers.
#[utoipa::path(
    get,
    path = "/lookup/track/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `isrc:`, `spotify:`, `deezer:` …)",
        example = "485bbe7f-d0f7-4ffe-8adb-0f1093dd2dbf",
    )),
    responses((status = 200, description = "The track", body = TrackShape<'_>), LookupProblems),
)]
pub(crate) async fn find_track(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    TRACK.answer(&state, (&request, &text), write)
}

/// The answer for an id.
pub(crate) fn write(cx: Cx<'_>, id: &AnyId<'_>) -> Result<Option<Answer>> {
    let (parts, renamed) = match cx.find_track(id)? {
        None => return Ok(None),
        Some(ResolvedTrack::Recording(found)) => {
            (Some(TrackParts::read(cx, found.record)?), found.renamed)
        }
        Some(ResolvedTrack::Placed(placed)) => (TrackParts::read_placed(cx, placed)?, false),
    };
    let Some(parts) = parts else { return Ok(None) };
    TRACK.write(&parts, parts.id(), renamed)
}
