//! Albums and their tracks by id.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::extract::{NoQuery, Path};

use super::Resource;
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::album::{AlbumShape, WholeAlbum};
use crate::view::album_tracks::AlbumTracksShape;
use crate::view::resolve::AnyId;

pub(crate) const ALBUM: Resource = Resource { name: "album", path: "/lookup/album/", rest: "" };
const TRACKS: Resource = Resource { rest: "/tracks", ..ALBUM };

/// Look up an album
///
/// An album is one edition, which MusicBrainz calls a release. The id of a release group answers
/// the edition that stands for all of it.
#[utoipa::path(
    get,
    path = "/lookup/album/{id}",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value` (`mbid:`, `upc:`, `ean:`, `discid:`, `catno:`, `spotify:`, `discogs:` …)",
        example = "76df3287-6cda-33eb-8e9a-044b5e15ffdd",
    )),
    responses((status = 200, description = "The album", body = AlbumShape<'_>), LookupProblems),
)]
pub(crate) async fn find_album(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    ALBUM.answer(&state, (&request, &text), write)
}

/// The answer for an id.
pub(crate) fn write(cx: Cx<'_>, id: &AnyId<'_>) -> Result<Option<Answer>> {
    let Some(found) = cx.find_album(id)? else { return Ok(None) };
    let album = WholeAlbum::read(cx, found.row, found.record)?;
    ALBUM.write(&album, album.id(), found.renamed)
}

/// List the tracks of an album
///
/// Every disc, side or file set with every track on it, in order.
#[utoipa::path(
    get,
    path = "/lookup/album/{id}/tracks",
    tag = "look-up",
    params((
        "id" = String, Path,
        description = "An id of this catalogue, or `scheme:value`, as for the album itself",
        example = "76df3287-6cda-33eb-8e9a-044b5e15ffdd",
    )),
    responses((status = 200, description = "The tracks", body = AlbumTracksShape<'_>), LookupProblems),
)]
pub(crate) async fn list_album_tracks(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    TRACKS.answer(&state, (&request, &text), |cx, id| {
        let Some(found) = cx.find_album(id)? else { return Ok(None) };
        let album = WholeAlbum::read(cx, found.row, found.record)?;
        TRACKS.write(&album.with_tracks()?, album.id(), found.renamed)
    })
}
