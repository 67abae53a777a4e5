//! Artists by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::artist::ArtistShape;
use crate::view::resolve::AnyId;

pub(crate) const ARTIST: Resource = Resource { name: "artist", path: "/lookup/artist/", rest: "" };

/// Look up an artist
#[utoipa::path(
    get,
    path = "/lookup/artist/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `spotify:`, `discogs:`, `wikidata:` …)",
        example = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
    )),
    responses((status = 200, description = "The artist", body = ArtistShape<'_>), LookupProblems),
)]
pub(crate) async fn find_artist(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    ARTIST.answer(&state, (&request, &text), write)
}

/// The answer for an id.
pub(crate) fn write(cx: Cx<'_>, id: &AnyId<'_>) -> Result<Option<Answer>> {
    let Some(found) = cx.find_artist(id)? else { return Ok(None) };
    let shape = ArtistShape::read(cx, &found.record)?;
    ARTIST.write(&shape, cx.id(found.record.gid), found.renamed)
}
