#![doc = include_str!("../README.md")]

mod answer;
mod browse;
mod codes;
mod cover_art;
mod credit;
mod cx;
mod dates;
mod door;
mod dress;
mod entity;
mod extras;
mod failure;
mod inc;
mod lists;
mod lookup;
mod media;
mod params;
mod registry;
mod relations;
mod request;
mod search;
mod show;
mod words;

use std::ops::Deref;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use catalog::{Catalog, Live};
use edge::Edge;
use tokio::sync::Semaphore;

pub use crate::search::lucene;
use crate::words::Lexicon;

/// Searches that run at once; others wait.
const SEARCHES: usize = 4;

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

/// The inside of a [`Surface`].
#[doc(hidden)]
pub struct Shared {
    catalogue: Arc<Live>,
    now_ms: fn() -> i64,
    words: ArcSwapOption<Lexicon>,
    searches: Arc<Semaphore>,
}

impl Deref for Surface {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Surface {
    /// The surface of this catalogue; `now_ms` tells the milliseconds since 1970.
    #[must_use]
    pub fn new(catalogue: Arc<Live>, now_ms: fn() -> i64) -> Self {
        let searches = Arc::new(Semaphore::new(SEARCHES));
        let words = ArcSwapOption::empty();
        Self(Arc::new(Shared { catalogue, now_ms, words, searches }))
    }

    /// The words of a generation, read when it is new.
    fn words(&self, catalog: &Catalog) -> catalog::Result<Arc<Lexicon>> {
        let known = self.words.load_full();
        if let Some(words) = known.filter(|words| words.generation() == catalog.number()) {
            return Ok(words);
        }
        let words = Arc::new(Lexicon::read(catalog)?);
        self.words.store(Some(Arc::clone(&words)));
        Ok(words)
    }
}

/// Every path below `/ws/2`, and the listings of cover art at the root. The layer of the edge is
/// around them already: errors that it makes are translated, too.
pub fn router(surface: Surface, edge: &Arc<Edge>) -> Router {
    let routes = Router::new()
        .route("/ws/2/{*path}", any(door::answer))
        .route("/release/{id}", get(door::release_art))
        .route("/release-group/{id}", get(door::group_art))
        .with_state(surface.clone());
    edge.wrap(routes).layer(from_fn_with_state(surface, dress::dress))
}
