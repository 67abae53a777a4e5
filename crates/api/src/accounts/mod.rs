//! Accounts over HTTP: signing in, what is one's own, and what administrators do.
//!
//! These paths exist under `/v1` only. A handler finds out who asks (`caller.rs`), hands the
//! request to the capability, and writes its answer (`shapes.rs`).

use std::sync::Arc;

use accounts::Accounts;
use axum::Router;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod auth;
mod caller;
pub(crate) mod codes;
mod cookies;
mod csrf;
mod errors;
mod me;
mod problems;
mod shapes;

pub use caller::Caller;

/// What the operator decides about this surface.
#[derive(Debug, Clone)]
pub struct SurfaceOptions {
    /// Scheme, host and port under which browsers see the server, as in `https://music.example`;
    /// pages of this origin may change things with a cookie. Without one, the `Host` header counts.
    pub public_origin: Option<String>,
}

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    options: SurfaceOptions,
}

impl Surface {
    /// The surface of these accounts.
    #[must_use]
    pub fn new(accounts: Accounts, options: SurfaceOptions) -> Self {
        Self(Arc::new(Shared { accounts, options }))
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    pub(crate) fn options(&self) -> &SurfaceOptions {
        &self.0.options
    }

    /// Whether browsers reach the server by TLS, so that cookies must not go another way.
    pub(crate) fn is_https(&self) -> bool {
        self.0.options.public_origin.as_ref().is_some_and(|origin| origin.starts_with("https:"))
    }
}

/// The paths of accounts, to be merged with [`crate::router`].
pub fn accounts_router(surface: Surface) -> Router {
    let routes: Router<Surface> = accounts_routes().into();
    routes.with_state(surface)
}

/// Every path with its handler and its description.
pub(crate) fn accounts_routes() -> OpenApiRouter<Surface> {
    OpenApiRouter::new()
        .routes(routes!(auth::register))
        .routes(routes!(auth::sign_in))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::sign_out))
        .routes(routes!(me::show_me))
}
