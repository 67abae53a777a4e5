//! Tracks by ISRC and albums by barcode: lists, since codes are shared.

use axum::extract::{self, Request};
use axum::response::Response;
use edge::Problem;
use edge::extract::{NoQuery, Path};
use edge::problem::code::INVALID_PARAMETER;
use model::{Barcode, Isrc, Malformed};

use crate::answer::Answer;
use crate::codes;
use crate::error::Result;
use crate::kept::Key;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::album::{AlbumShape, WholeAlbum};
use crate::view::track::{TrackParts, TrackShape};

/// The address of tracks by ISRC, up to the code.
pub(crate) const ISRC_PATH: &str = "/lookup/isrc/";

/// Look up tracks by ISRC
///
/// All recordings with that International Standard Recording Code, the most popular first.
#[utoipa::path(
    get,
    path = "/lookup/isrc/{isrc}",
    tag = "look-up",
    params((
        "isrc" = String, Path,
        description = "The code, in any case, with or without dashes",
        example = "GBAYE0601690",
    )),
    responses((status = 200, description = "The tracks", body = Vec<TrackShape<'_>>), LookupProblems),
)]
pub(crate) async fn list_tracks_by_isrc(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    let isrc = Isrc::parse(&text).map_err(|error| malformed("isrc", &error))?;
    let key = Key { path: ISRC_PATH, tag: "", text: isrc.as_str() };
    state.answer(request.headers(), key, |cx| {
        write_tracks(cx, &isrc)?.ok_or_else(|| codes::not_found("track", &text).into())
    })
}

/// The answer for an ISRC.
pub(crate) fn write_tracks(cx: Cx<'_>, isrc: &Isrc) -> Result<Option<Answer>> {
    let found = cx.view.by_isrc(isrc)?;
    if found.is_empty() {
        return Ok(None);
    }
    let tracks: catalog::Result<Vec<_>> =
        found.into_iter().map(|(_, recording)| TrackParts::read(cx, recording)).collect();
    Answer::of(&tracks?).map(Some)
}

/// Look up albums by barcode
///
/// All editions with that barcode (UPC, EAN, JAN), the most popular first.
#[utoipa::path(
    get,
    path = "/lookup/upc/{code}",
    tag = "look-up",
    params((
        "code" = String, Path,
        description = "The digits, with or without leading zeros",
        example = "077774644020",
    )),
    responses((status = 200, description = "The albums", body = Vec<AlbumShape<'_>>), LookupProblems),
)]
pub(crate) async fn list_albums_by_barcode(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    _: NoQuery,
    request: Request,
) -> Result<Response> {
    let barcode = Barcode::parse(&text).map_err(|error| malformed("code", &error))?;
    let key = Key { path: "/lookup/upc/", tag: "", text: barcode.as_str() };
    state.answer(request.headers(), key, |cx| {
        let found = cx.view.by_barcode(&barcode)?;
        if found.is_empty() {
            return Err(codes::not_found("album", &text).into());
        }
        let albums: catalog::Result<Vec<_>> =
            found.into_iter().map(|(row, release)| WholeAlbum::read(cx, row, release)).collect();
        Answer::of(&albums?)
    })
}

fn malformed(parameter: &str, error: &Malformed) -> Problem {
    Problem::new(INVALID_PARAMETER).parameter(parameter).detail(error.to_string())
}
