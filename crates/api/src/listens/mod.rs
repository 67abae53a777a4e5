//! Listening histories over HTTP: submitting, reading, correcting, statistics, and what happens now.
//!
//! These paths exist under `/v1` only. What belongs to a person is read under `/v1/users/{name}`,
//! by whom the person lets see it; changes are of the caller's own listens, under `/v1/listens`.

use std::path::PathBuf;
use std::sync::Arc;

use accounts::User;
use axum::Router;
use axum::extract::FromRef;
use listens::Listens;
use tokio::sync::{Semaphore, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{MaybeCaller, Surface};
use crate::error::Result;

mod changes;
mod chart;
mod errors;
mod events;
mod exports;
mod history;
mod imports;
mod opinions;
mod own;
mod problems;
mod reasons;
mod relays;
mod reports;
mod rules;
mod shapes;
mod stats;
mod stats_crossed;
mod stats_shapes;
mod submit;
mod words;

/// Clients that hear of what happens at once, by default.
const MOST_WATCHERS: usize = 256;

/// What the operator decides about files and other servers.
#[derive(Debug, Clone, Default)]
pub struct ListeningOptions {
    /// Where files lie until they are imported.
    pub uploads: PathBuf,
    /// Bytes of such a file at most.
    pub upload_bytes: u64,
    /// Addresses to which plays may be forwarded; `*` is every address.
    pub relay_servers: Vec<String>,
    /// Whether this installation has a key for servers of Last.fm's language.
    pub has_lastfm: bool,
}

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Listening(Arc<Shared>);

struct Shared {
    surface: Surface,
    listens: Listens,
    options: ListeningOptions,
    room: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Listening {
    /// The histories of the people of `surface`.
    #[must_use]
    pub fn new(surface: Surface, listens: Listens, options: ListeningOptions) -> Self {
        let room = Arc::new(Semaphore::new(MOST_WATCHERS));
        let closing = watch::Sender::new(false);
        Self(Arc::new(Shared { surface, listens, options, room, closing }))
    }

    /// Ends what is being watched, so that the server can stop.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    fn listens(&self) -> &Listens {
        &self.0.listens
    }

    fn options(&self) -> &ListeningOptions {
        &self.0.options
    }

    /// The person of this name, if the viewer may see what this person listened to.
    async fn person(&self, name: &str, viewer: &MaybeCaller) -> Result<User> {
        let viewer = viewer.0.as_ref().map(|caller| &caller.who);
        Ok(self.0.surface.accounts().find_listener(name, viewer).await?)
    }
}

impl FromRef<Listening> for Surface {
    fn from_ref(listening: &Listening) -> Self {
        listening.0.surface.clone()
    }
}

/// The paths of listening histories, to be merged with [`crate::router`].
pub fn listening_router(listening: Listening) -> Router {
    let routes: Router<Listening> = listening_routes().into();
    routes.with_state(listening)
}

/// Every path with its handler and its description.
pub(crate) fn listening_routes() -> OpenApiRouter<Listening> {
    OpenApiRouter::new()
        .routes(routes!(submit::submit_listens))
        .routes(routes!(submit::set_now_playing, submit::clear_now_playing))
        .routes(routes!(history::list_listens))
        .routes(routes!(history::count_listens))
        .routes(routes!(history::show_now_playing))
        .routes(routes!(changes::change_listen, changes::delete_listen))
        .routes(routes!(reasons::show_reasons))
        .routes(routes!(reports::list_reports))
        .routes(routes!(reports::separate_report))
        .routes(routes!(changes::change_listens))
        .routes(routes!(changes::list_edits))
        .routes(routes!(changes::undo_edit))
        .routes(routes!(rules::list_rules, rules::add_rule))
        .routes(routes!(rules::switch_rule, rules::delete_rule))
        .routes(routes!(words::list_unmatched))
        .routes(routes!(words::match_words, words::unmatch_words))
        .routes(routes!(opinions::set_feedback))
        .routes(routes!(opinions::list_feedback))
        .routes(routes!(opinions::pin, opinions::unpin))
        .routes(routes!(opinions::list_pins))
        .routes(routes!(stats::show_statistics))
        .routes(routes!(imports::upload_listens, imports::list_imports))
        .routes(routes!(imports::import_lastfm))
        .routes(routes!(imports::show_import, imports::cancel_import))
        .routes(routes!(exports::export_listens))
        .routes(routes!(relays::add_relay, relays::list_relays))
        .routes(routes!(relays::change_relay, relays::remove_relay))
        .routes(routes!(events::watch_listens))
}
