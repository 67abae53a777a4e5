//! Reading a history: pages, how many, what plays.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{NoQuery, Path, Query};
use edge::paging::Limit;
use edge::problem::code;
use http::StatusCode;
use listens::Cursor;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Listening;
use super::problems::ReadProblems;
use super::shapes::{ListenShape, NowPlayingShape, millis};
use crate::accounts::MaybeCaller;
use crate::accounts::shapes::private;
use crate::error::Result;

/// Which listens.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// Only those that began before this instant, RFC 3339. Not together with `cursor`.
    before: Option<String>,
    /// Listens on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl HistoryQuery {
    fn place(&self) -> Result<Option<Cursor>, Problem> {
        if let Some(cursor) = &self.cursor {
            let place = cursor.parse().map_err(|error: listens::Refusal| {
                Problem::new(code::INVALID_CURSOR).parameter("cursor").detail(error.to_string())
            });
            return place.map(Some);
        }
        let Some(before) = &self.before else { return Ok(None) };
        let wrong = || Problem::new(code::INVALID_PARAMETER).parameter("before");
        let at_ms = millis(before)
            .ok_or_else(|| wrong().detail("before is an instant, as in 2026-11-21T12:00:00Z"))?;
        Ok(Some(Cursor::before(at_ms)))
    }
}

/// A page of listens.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenPage {
    /// The newest first.
    listens: Vec<ListenShape>,
    /// What to send as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

/// How many listens there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenCount {
    /// How many.
    count: u64,
}

/// What plays.
#[derive(Serialize, ToSchema)]
pub(crate) struct Playing {
    /// Null when nothing plays.
    now_playing: Option<NowPlayingShape>,
}

/// List listens
#[utoipa::path(
    get,
    path = "/v1/users/{name}/listens",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user"), HistoryQuery),
    responses((status = 200, description = "A page of listens", body = ListenPage), ReadProblems),
)]
pub(crate) async fn list_listens(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let limit = query.limit.unwrap_or_default().get() as u32;
    let (page, next) = listening.listens().page(user.id, query.place()?, limit).await?;
    let listens = page.into_iter().map(ListenShape::from).collect();
    let next_cursor = next.map(|cursor| cursor.to_string());
    Ok(private(StatusCode::OK, ListenPage { listens, next_cursor }))
}

/// Count listens
#[utoipa::path(
    get,
    path = "/v1/users/{name}/listens/count",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user")),
    responses((status = 200, description = "How many", body = ListenCount), ReadProblems),
)]
pub(crate) async fn count_listens(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let count = listening.listens().count(user.id).await?;
    Ok(private(StatusCode::OK, ListenCount { count }))
}

/// Show what plays now
#[utoipa::path(
    get,
    path = "/v1/users/{name}/now-playing",
    tag = "listening",
    params(("name" = String, Path, description = "The name of a user")),
    responses((status = 200, description = "What plays", body = Playing), ReadProblems),
)]
pub(crate) async fn show_now_playing(
    extract::State(listening): extract::State<Listening>,
    viewer: MaybeCaller,
    Path(name): Path<String>,
    _: NoQuery,
) -> Result<Response> {
    let user = listening.person(&name, &viewer).await?;
    let playing = listening.listens().now_playing(user.id).await?;
    Ok(private(StatusCode::OK, Playing { now_playing: playing.map(NowPlayingShape::from) }))
}
