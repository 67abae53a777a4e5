#![doc = include_str!("../README.md")]

mod body;
mod caller;
mod dress;
mod failure;
mod feedback;
mod history;
mod imports;
mod mapping;
mod message;
mod metadata;
mod params;
mod pins;
mod playing;
mod stats;
mod submit;
mod tokens;
mod track;
mod users;

use std::sync::Arc;

use accounts::Accounts;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::{MethodRouter, get, post};
use catalog::Live;
use edge::Edge;
use listens::Listens;
use tokio::sync::Semaphore;

/// Bodies of more than [`body::SMALL`] bytes that are read at once.
const LARGE_BODIES: usize = 8;
/// Requests that search the catalogue at once; others wait.
const LOOKUPS: usize = 4;

/// What the handlers share. A clone is the same.
#[derive(Clone)]
pub struct Surface(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    listens: Listens,
    catalogue: Arc<Live>,
    lookups: Arc<Semaphore>,
    large_bodies: Arc<Semaphore>,
    site: stats::site::Memory,
}

impl Surface {
    /// The surface of this history and these accounts; words are looked up in this catalogue.
    #[must_use]
    pub fn new(accounts: Accounts, listens: Listens, catalogue: Arc<Live>) -> Self {
        let large_bodies = Arc::new(Semaphore::new(LARGE_BODIES));
        let lookups = Arc::new(Semaphore::new(LOOKUPS));
        let site = stats::site::Memory::new();
        Self(Arc::new(Shared { accounts, listens, catalogue, lookups, large_bodies, site }))
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

    /// Permits to search the catalogue.
    fn lookups(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.lookups)
    }

    /// Answers about everybody.
    fn site(&self) -> &stats::site::Memory {
        &self.0.site
    }

    fn large_bodies(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.large_bodies)
    }
}

/// Every path, at the root and below `/apis/listenbrainz`. The layer of the edge is around them
/// already: errors that it makes are translated, too.
pub fn router(surface: Surface, edge: &Arc<Edge>) -> Router {
    let routes = routes().merge(site(&surface)).with_state(surface.clone());
    let routes = Router::new().merge(routes.clone()).nest("/apis/listenbrainz", routes);
    edge.wrap(routes).layer(from_fn_with_state(surface, dress::dress))
}

fn routes() -> Router<Surface> {
    Router::new()
        .route("/1/submit-listens", writes(submit::submit_listens))
        .route("/1/validate-token", reads(tokens::validate_token))
        .route("/1/user/{user}/listens", reads(history::list_listens))
        .route("/1/user/{user}/listen-count", reads(history::count_listens))
        .route("/1/user/{user}/playing-now", reads(playing::show_playing_now))
        .route("/1/playing-now/delete", writes(playing::clear_playing_now))
        .route("/1/delete-listen", writes(history::delete_listen))
        .route("/1/latest-import", both(imports::show_mark, imports::set_mark))
        .route("/1/user/{user}/services", reads(users::list_services))
        .route("/1/user/{user}/similar-users", reads(users::list_similar))
        .route("/1/user/{user}/similar-to/{other}", reads(users::show_similarity))
        .route("/1/feedback/recording-feedback", writes(feedback::set_feedback))
        .route("/1/feedback/user/{user}/get-feedback", reads(feedback::list_of_user))
        .route(
            "/1/feedback/user/{user}/get-feedback-for-recordings",
            both(feedback::list_for_recordings, feedback::list_for_recordings_in_body),
        )
        .route("/1/feedback/recording/{recording}/get-feedback", reads(feedback::list_on_msid))
        .route("/1/feedback/recording/{recording}/get-feedback-mbid", reads(feedback::list_on_mbid))
        .route("/1/pin", writes(pins::pin))
        .route("/1/pin/unpin", writes(pins::unpin))
        .route("/1/pin/{pin}", reads(pins::show_pin))
        .route("/1/pin/delete/{pin}", writes(pins::delete_pin))
        .route("/1/pin/update/{pin}", writes(pins::update_pin))
        .merge(statistics("/1/stats/user/{user}"))
        .route("/1/stats/user/{user}/year-in-music/{year}", reads(stats::show_year))
        .merge(metadata_routes())
        .route("/1/search/users/", reads(users::search))
        .route("/1/search/users", reads(users::search))
        .route("/1/{user}/pins", reads(pins::list_pins))
        .route("/1/{user}/pins/current", reads(pins::show_current_pin))
        .route("/1/{user}/pins/following", reads(pins::list_followed_pins))
}

/// Things of the catalogue, with and without a slash at the end.
fn metadata_routes() -> Router<Surface> {
    ["", "/"].into_iter().fold(Router::new(), |routes, end| {
        let path = |name: &str| format!("/1/metadata/{name}{end}");
        let recordings = both(metadata::list_recordings, metadata::list_recordings_in_body);
        routes
            .route(&path("lookup"), both(metadata::look_up, metadata::look_up_many))
            .route(&path("recording"), recordings)
            .route(&path("artist"), reads(metadata::list_artists))
            .route(&path("release_group"), reads(metadata::list_release_groups))
            .route(&path("submit_manual_mapping"), writes(mapping::set_mapping))
            .route(&path("get_manual_mapping"), reads(mapping::show_mapping))
    })
}

/// Statistics of a person, and of the whole site.
fn statistics(of: &str) -> Router<Surface> {
    let path = |name: &str| format!("{of}/{name}");
    Router::new()
        .route(&path("artists"), reads(stats::list_artists))
        .route(&path("releases"), reads(stats::list_releases))
        .route(&path("release-groups"), reads(stats::list_release_groups))
        .route(&path("recordings"), reads(stats::list_recordings))
        .route(&path("listening-activity"), reads(stats::list_periods))
        .route(&path("daily-activity"), reads(stats::list_hours))
        .route(&path("artist-map"), reads(stats::list_countries))
        .route(&path("artist-activity"), reads(stats::list_albums))
        .route(&path("artist-evolution-activity"), reads(stats::list_evolution))
        .route(&path("era-activity"), reads(stats::list_years))
        .route(&path("genre-activity"), reads(stats::list_genres))
}

/// Statistics that add up everybody.
fn site(surface: &Surface) -> Router<Surface> {
    let listeners = Router::new()
        .route("/1/stats/artist/{mbid}/listeners", reads(stats::list_artist_listeners))
        .route("/1/stats/release-group/{mbid}/listeners", reads(stats::list_group_listeners));
    let routes = listeners.merge(statistics("/1/stats/sitewide"));
    routes.route_layer(from_fn_with_state(surface.clone(), stats::site::remember))
}

/// A path that answers questions.
fn reads<T: 'static>(handler: impl Handler<T, Surface>) -> MethodRouter<Surface> {
    permitting("GET, HEAD, OPTIONS", get(handler))
}

/// A path that changes something.
fn writes<T: 'static>(handler: impl Handler<T, Surface>) -> MethodRouter<Surface> {
    permitting("POST, OPTIONS", post(handler))
}

/// A path for both.
fn both<T: 'static, U: 'static>(
    reader: impl Handler<T, Surface>,
    writer: impl Handler<U, Surface>,
) -> MethodRouter<Surface> {
    permitting("GET, HEAD, POST, OPTIONS", get(reader).post(writer))
}

/// A path that tells pages of other origins what they may do there, when they ask and in passing.
fn permitting(methods: &'static str, path: MethodRouter<Surface>) -> MethodRouter<Surface> {
    path.options(move || dress::preflight(methods))
        .layer(map_response(move |answer| dress::permit(methods, answer)))
}
