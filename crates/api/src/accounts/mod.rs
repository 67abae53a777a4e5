//! Accounts over HTTP: signing in, what is one's own, and what administrators do.
//!
//! These paths exist under `/v1` only. A handler finds out who asks (`caller.rs`), hands the
//! request to the capability, and writes its answer (`shapes.rs`).

use std::sync::Arc;

use accounts::Accounts;
use accounts::oidc::Oidc;
use axum::Router;
use edge::client::TrustedProxies;
use http::HeaderName;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod audit;
mod auth;
mod caller;
pub(crate) mod codes;
mod cookies;
mod csrf;
mod errors;
mod me;
mod oidc;
pub(crate) mod page;
mod password;
mod problems;
pub(crate) mod security;
mod sessions;
mod settings;
pub(crate) mod shapes;
mod tokens;
mod users;

pub use caller::Caller;
pub(crate) use caller::MaybeCaller;

/// What the operator decides about this surface.
#[derive(Debug, Clone, Default)]
pub struct SurfaceOptions {
    /// Scheme, host and port under which browsers see the server, as in `https://music.example`;
    /// pages of this origin may change things with a cookie. Without one, the `Host` header counts.
    pub public_origin: Option<String>,
    /// A proxy that signs users in.
    pub proxy: Option<ProxyHeader>,
}

/// A reverse proxy that signs users in and names them in a header.
#[derive(Debug, Clone)]
pub struct ProxyHeader {
    /// The header with the user name. The proxy must remove it from what clients send.
    pub header: HeaderName,
    /// Which peers are such a proxy; from all others the header means nothing.
    pub proxies: TrustedProxies,
}

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    options: SurfaceOptions,
    oidc: Option<Oidc>,
}

impl Surface {
    /// The surface of these accounts.
    #[must_use]
    pub fn new(accounts: Accounts, options: SurfaceOptions) -> Self {
        Self(Arc::new(Shared { accounts, options, oidc: None }))
    }

    /// The same surface with sign-ins elsewhere. To be called before it is given to a router.
    #[must_use]
    pub fn with_oidc(self, oidc: Oidc) -> Self {
        let (accounts, options) = (self.0.accounts.clone(), self.0.options.clone());
        Self(Arc::new(Shared { accounts, options, oidc: Some(oidc) }))
    }

    pub(crate) fn oidc(&self) -> Option<&Oidc> {
        self.0.oidc.as_ref()
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
        .routes(routes!(oidc::start_oidc))
        .routes(routes!(oidc::end_oidc))
        .routes(routes!(password::forgot_password))
        .routes(routes!(password::reset_password))
        .routes(routes!(password::verify_email))
        .routes(routes!(me::show_me, me::change_me, me::delete_me))
        .routes(routes!(me::export_me))
        .routes(routes!(password::change_password))
        .routes(routes!(password::change_email))
        .routes(routes!(password::ask_for_verification))
        .routes(routes!(settings::show_settings, settings::change_settings))
        .routes(routes!(sessions::list_sessions, sessions::end_other_sessions))
        .routes(routes!(sessions::end_session))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::end_token))
        .routes(routes!(audit::list_own_audit))
        .routes(routes!(audit::list_audit))
        .routes(routes!(users::list_users, users::create_user))
        .routes(routes!(users::show_user, users::change_user, users::delete_user))
        .routes(routes!(users::invite))
}
