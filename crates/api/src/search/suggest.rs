//! Suggestions while somebody types: all kinds at once, each in one line.

use axum::extract::{self, Request};
use axum::response::Response;
use catalog::SearchKind;
use catalog::search::{Page, Query as Words};
use edge::extract::Query;
use edge::paging::Limit;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Search, check, run};
use crate::answer::Answer;
use crate::error::Result;
use crate::openapi::SearchProblems;
use crate::state::State;
use crate::view::compact::Suggestion;

/// Results of each kind, unless told otherwise.
const DEFAULT_LIMIT: usize = 5;

/// What to suggest for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestQuery {
    /// What has been typed so far, at least 2 characters.
    #[param(min_length = 2, example = "come tog")]
    q: String,
    /// Suggestions of each kind, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 5)]
    limit: Option<Limit>,
}

/// The best of each kind.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions<'a> {
    /// Artists, the best first.
    artists: Vec<Suggestion<'a>>,
    /// Albums, the best first.
    albums: Vec<Suggestion<'a>>,
    /// Tracks, the best first.
    tracks: Vec<Suggestion<'a>>,
}

/// Suggest while somebody types
///
/// The best artists, albums and tracks at once, each in one line.
#[utoipa::path(
    get,
    path = "/search",
    tag = "search",
    params(SuggestQuery),
    responses((status = 200, description = "Suggestions", body = Suggestions<'_>), SearchProblems),
)]
pub(crate) async fn suggest(
    extract::State(state): extract::State<State>,
    Query(query): Query<SuggestQuery>,
    request: Request,
) -> Result<Response> {
    check(&query.q)?;
    let limit = query.limit.map_or(DEFAULT_LIMIT, Limit::get);
    let search = Search { path: "suggest", tag: limit.to_string(), text: query.q };
    run(&state, request.headers(), search, move |cx, text, expired| {
        let words = Words::parse(text);
        let page = Page { limit, offset: 0 };
        let find = |kind: SearchKind| -> catalog::Result<Vec<Suggestion<'_>>> {
            let hits = cx.view.search(kind, &words, page, expired)?;
            let shapes = hits.iter().map(|hit| Suggestion::read(cx, kind, hit.id));
            shapes.filter_map(Result::transpose).collect()
        };
        Answer::of(&Suggestions {
            artists: find(SearchKind::Artist)?,
            albums: find(SearchKind::Album)?,
            tracks: find(SearchKind::Track)?,
        })
    })
    .await
}
