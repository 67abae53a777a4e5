#![doc = include_str!("../README.md")]

mod answer;
mod cx;
mod failure;
mod params;
mod search;
mod words;

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use catalog::{Catalog, Live};
use edge::Edge;

use crate::answer::{Format, Out};
use crate::cx::Cx;
use crate::failure::Answer;
use crate::params::Params;
use crate::words::Lexicon;

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

struct Shared {
    catalogue: Arc<Live>,
    words: ArcSwapOption<Lexicon>,
}

impl Surface {
    /// The surface of this catalogue.
    #[must_use]
    pub fn new(catalogue: Arc<Live>) -> Self {
        Self(Arc::new(Shared { catalogue, words: ArcSwapOption::empty() }))
    }

    /// The words of a generation, read when it is new.
    fn words(&self, catalog: &Catalog) -> catalog::Result<Arc<Lexicon>> {
        let known = self.0.words.load_full();
        if let Some(words) = known.filter(|words| words.generation() == catalog.number()) {
            return Ok(words);
        }
        let words = Arc::new(Lexicon::read(catalog)?);
        self.0.words.store(Some(Arc::clone(&words)));
        Ok(words)
    }
}

/// Every path below `/ws/2`.
pub fn router(surface: Surface, edge: &Arc<Edge>) -> Router {
    let routes = Router::new().route("/ws/2/{resource}", get(answer)).with_state(surface);
    edge.wrap(routes)
}

async fn answer(
    State(surface): State<Surface>,
    Path(resource): Path<String>,
    params: Params,
) -> Response {
    let format = Format::Json;
    let made = make(&surface, &resource, &params, Out::new(format));
    made.map_or_else(|failure| failure.respond(format), |bytes| Response::new(bytes.into()))
}

fn make(surface: &Surface, resource: &str, params: &Params, mut out: Out) -> Answer<Vec<u8>> {
    let catalog = surface.0.catalogue.require()?;
    let words = surface.words(&catalog)?;
    let view = catalog.view()?;
    let cx = Cx { view: &view, words: &words };
    search::search(cx, resource, params, &mut out)?;
    Ok(out.finish())
}
