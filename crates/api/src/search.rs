//! Searches by text: each on a thread of its own, so that look-ups never wait for one.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use catalog::SearchKind;
use catalog::search::{Hit, MAX_DEPTH, Page, Query as Words};
use edge::Problem;
use edge::caching::respond;
use edge::paging::{Cursor, Limit, Scope};
use http::HeaderMap;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::answer::{Answer, CACHE_CONTROL, etag};
use crate::codes;
use crate::error::{Error, Result};
use crate::kept::Key;
use crate::state::State;
use crate::view::Cx;

pub(crate) mod album;
pub(crate) mod artist;
pub(crate) mod suggest;
pub(crate) mod track;

/// Characters that a search text has at least.
const MIN_CHARACTERS: usize = 2;

/// What to search for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words of title, artist and album in any order, at least 2 characters. Case, accents and
    /// small typos do not matter; the last word may be unfinished.
    #[param(min_length = 2, example = "come together beatles")]
    q: String,
    /// Results on a page, 1 to 50.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 50, default = 20)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of what was found.
struct Results {
    hits: Vec<Hit>,
    next_cursor: Option<String>,
}

/// A text that is searched for, and the key of its answer.
struct Search {
    path: &'static str,
    tag: String,
    text: String,
}

impl Search {
    fn key(&self) -> Key<'_> {
        Key { path: self.path, tag: &self.tag, text: &self.text }
    }
}

/// Answers one page of a search.
async fn paged(
    state: &State,
    request: Request,
    (kind, query): (SearchKind, SearchQuery),
    make: impl FnOnce(Cx<'_>, Results) -> Result<Answer> + Send + 'static,
) -> Result<Response> {
    check(&query.q)?;
    let scope = Scope::of(&[kind.as_str().as_bytes(), query.q.as_bytes()]);
    let cursor = query.cursor.map(|text| Cursor::decode(&text, scope)).transpose()?;
    let offset = cursor.map_or(0, |cursor| usize::try_from(cursor.position).unwrap_or(MAX_DEPTH));
    let limit = query.limit.unwrap_or_default().get();
    let search = Search { path: kind.as_str(), tag: format!("{offset}+{limit}"), text: query.q };
    run(state, request.headers(), search, move |cx, text, expired| {
        // One more than is shown tells whether there is a next page.
        let page = Page { limit: limit + 1, offset };
        let mut hits = cx.view.search(kind, &Words::parse(text), page, expired)?;
        let more = hits.len() > limit && offset + limit < MAX_DEPTH;
        hits.truncate(limit);
        let next_cursor = more.then(|| Cursor::at((offset + limit) as u64).encode(scope));
        make(cx, Results { hits, next_cursor })
    })
    .await
}

/// Runs a search on a thread of its own and answers with what it makes.
async fn run(
    state: &State,
    headers: &HeaderMap,
    search: Search,
    make: impl FnOnce(Cx<'_>, &str, &dyn Fn() -> bool) -> Result<Answer> + Send + 'static,
) -> Result<Response> {
    let served = state.served_for_long()?;
    let etag = etag(&served, &search.key());
    if etag.matches(headers) {
        return respond(headers, etag, CACHE_CONTROL, || Ok(Response::default()));
    }
    if let Some(answer) = served.kept.get(&search.key()) {
        return respond(headers, etag, CACHE_CONTROL, || Ok(answer.into_response()));
    }
    let clock = state.clock().clone();
    let patience = state.options().search_deadline;
    let patience_ns = u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX);
    let deadline_ns = clock.now_ns().saturating_add(patience_ns);
    let permit = tokio::time::timeout(patience, Arc::clone(state.searches()).acquire_owned());
    let permit = permit.await.map_err(|_| codes::search_timeout())?.map_err(Problem::internal)?;
    let searching = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let view = served.catalog.view()?;
        let expired = || clock.now_ns() >= deadline_ns;
        let answer = make(Cx { view: &view, words: &served.words }, &search.text, &expired)?;
        served.kept.put(&search.key(), &answer);
        Ok::<_, Error>(answer)
    });
    let answer = searching.await.map_err(Problem::internal)??;
    respond(headers, etag, CACHE_CONTROL, || Ok(answer.into_response()))
}

/// Refuses a text that is too short to be searched for.
fn check(text: &str) -> Result<()> {
    let characters = text.trim().chars().take(MIN_CHARACTERS).count();
    if characters < MIN_CHARACTERS {
        return Err(codes::query_too_short(MIN_CHARACTERS).into());
    }
    Ok(())
}
