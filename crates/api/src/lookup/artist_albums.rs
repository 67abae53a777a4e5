//! Albums of an artist, page by page.

use axum::extract::{self, Request};
use axum::response::Response;
use catalog::record::{Artist, Release, ReleaseGroup};
use catalog::{Page, Relation};
use edge::Problem;
use edge::extract::{Path, Query};
use edge::paging::{Cursor, Limit, Scope};
use edge::problem::code::INVALID_PARAMETER;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Resource;
use crate::error::Result;
use crate::openapi::LookupProblems;
use crate::state::State;
use crate::view::Cx;
use crate::view::album::{AlbumParts, AlbumSummary};

const ALBUMS: Resource = Resource { name: "artist", path: "/lookup/artist/", rest: "/albums" };

/// Furthest page that can be asked for by number.
const MAX_PAGE: u64 = 100_000;

/// Which albums of an artist.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AlbumsQuery {
    /// Albums on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Number of the page, from 1, instead of a cursor.
    #[param(minimum = 1)]
    page: Option<u64>,
    /// Albums on a page, 1 to 50, when the page is asked for by number.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    page_size: Option<Limit>,
}

impl AlbumsQuery {
    /// The part of the list that is asked for.
    fn page(&self, scope: Scope) -> Result<Page, Problem> {
        let refuse = |name: &str, why: &'static str| {
            Err(Problem::new(INVALID_PARAMETER).parameter(name).detail(why))
        };
        let Some(page) = self.page else {
            if self.page_size.is_some() {
                return refuse("page_size", "it goes with \"page\"; with a cursor say \"limit\"");
            }
            let cursor = self.cursor.as_deref();
            let cursor = cursor.map(|text| Cursor::decode(text, scope)).transpose()?;
            let offset = cursor.map_or(0, |cursor| cursor.position);
            let limit = self.limit.unwrap_or_default().get();
            return Ok(Page { limit, offset: usize::try_from(offset).unwrap_or(usize::MAX) });
        };
        if self.cursor.is_some() || self.limit.is_some() {
            return refuse(
                "page",
                "say either \"page\" and \"page_size\", or \"cursor\" and \"limit\"",
            );
        }
        if !(1..=MAX_PAGE).contains(&page) {
            return refuse("page", "pages are numbered from 1 to 100000");
        }
        let limit = self.page_size.unwrap_or_default().get();
        Ok(Page { limit, offset: (page as usize - 1) * limit })
    }
}

/// A page of an artist's albums.
#[derive(Serialize, ToSchema)]
#[schema(as = ArtistAlbums)]
pub(crate) struct AlbumsPage<'a> {
    /// The edition that stands for each of the artist's release groups, by type, then date.
    #[schema(value_type = Vec<AlbumSummary<'_>>)]
    albums: Vec<AlbumParts<'a>>,
    /// How many release groups the artist has.
    #[schema(example = 214)]
    total: usize,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// List the albums of an artist
///
/// One edition for each album, single or compilation that is credited to the artist.
#[utoipa::path(
    get,
    path = "/lookup/artist/{id}/albums",
    tag = "look-up",
    params(
        (
            "id" = String, Path,
            description = "An id of this catalogue, or `scheme:value`, as for the artist itself",
            example = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
        ),
        AlbumsQuery,
    ),
    responses((status = 200, description = "A page of albums", body = AlbumsPage<'_>), LookupProblems),
)]
pub(crate) async fn list_artist_albums(
    extract::State(state): extract::State<State>,
    Path(text): Path<String>,
    Query(query): Query<AlbumsQuery>,
    request: Request,
) -> Result<Response> {
    let scope = Scope::of(&[b"artist albums", text.as_bytes()]);
    let page = query.page(scope)?;
    let tag = format!("/albums?{}+{}", page.offset, page.limit);
    ALBUMS.answer_tagged(&state, (&request, &text, &tag), |cx, id| {
        let Some(found) = cx.find_artist(id)? else { return Ok(None) };
        let shape = albums_page(cx, found.row, (page, scope))?;
        let artist: &Artist<'_> = &found.record;
        ALBUMS.write(&shape, cx.id(artist.gid), found.renamed)
    })
}

fn albums_page<'v>(
    cx: Cx<'v>,
    artist: u32,
    (page, scope): (Page, Scope),
) -> catalog::Result<AlbumsPage<'v>> {
    let (total, groups) = cx.view.browse(Relation::ArtistReleaseGroups, artist, page)?;
    let mut albums = Vec::with_capacity(groups.len());
    for group in groups {
        let Some(group) = cx.get::<ReleaseGroup<'v>>(group)? else { continue };
        if let Some(release) = cx.get::<Release<'v>>(group.main_release)? {
            albums.push(AlbumParts::read(cx, release, None)?);
        }
    }
    let next = page.offset.saturating_add(page.limit);
    let next_cursor = (next < total).then(|| Cursor::at(next as u64).encode(scope));
    Ok(AlbumsPage { albums, total, next_cursor })
}
