#![doc = include_str!("../README.md")]

mod approval;
mod audioscrobbler;
mod caller;
mod dress;
mod failure;
mod methods;
mod node;
mod page;
mod params;
mod signature;
mod track;

use std::sync::Arc;

use accounts::Accounts;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{any, get};
use catalog::Live;
use edge::Edge;
use listens::Listens;

pub use signature::App;

/// What the operator decides about this surface.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Scheme, host and port under which the server is seen, as in `https://music.example`.
    /// Without one, the `Host` header counts.
    pub public_origin: Option<String>,
    /// Programs whose signatures are checked.
    pub apps: Vec<App>,
    /// Whether programs that are not among them are refused.
    pub only_known_apps: bool,
}

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    listens: Listens,
    catalogue: Arc<Live>,
    options: Options,
}

impl Surface {
    /// The surface of this history and these accounts.
    #[must_use]
    pub fn new(
        accounts: Accounts,
        listens: Listens,
        catalogue: Arc<Live>,
        options: Options,
    ) -> Self {
        Self(Arc::new(Shared { accounts, listens, catalogue, options }))
    }

    fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    fn listens(&self) -> &Listens {
        &self.0.listens
    }

    fn catalogue(&self) -> &Live {
        &self.0.catalogue
    }

    fn options(&self) -> &Options {
        &self.0.options
    }
}

/// Every path. The layer of the edge is around them already: what it refuses is translated, too.
pub fn router(surface: Surface, edge: &Arc<Edge>) -> Router {
    let routes = Router::new()
        .route("/2.0", any(methods::answer))
        .route("/2.0/", any(methods::answer))
        .route("/apis/audioscrobbler/2.0", any(methods::answer))
        .route("/apis/audioscrobbler/2.0/", any(methods::answer))
        .route("/api/auth", get(approval::show).post(approval::approve))
        .route("/api/auth/", get(approval::show).post(approval::approve))
        .route("/", any(audioscrobbler::handshake))
        .route(audioscrobbler::NOW_PLAYING, any(audioscrobbler::set_now_playing))
        .route(audioscrobbler::SUBMISSION, any(audioscrobbler::submit))
        .with_state(surface);
    edge.wrap(routes).layer(from_fn(dress::dress))
}
